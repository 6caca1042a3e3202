package org.mococxr.run;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.Map;
import java.util.zip.CRC32C;
import org.mococxr.observation.DiskTrouble;

/**
 * Scalars for TensorBoard: {@code events.out.tfevents.*}, TFRecord frames that each hold one {@code Event} of TensorFlow's event.proto.
 * Each part of a run writes a file of its own; TensorBoard joins them and drops what a later part computed again.
 */
final class EventFile {
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED32 = 5;

    private final Path file;
    private final Clock clock;

    EventFile(Path folder, Clock clock) {
        this.clock = clock;
        file = folder.resolve(
                "events.out.tfevents.%010d.cxr-lab".formatted(clock.instant().getEpochSecond()));
        var version = event(); // its file_version says how to read the rest
        bytes(version, 3, "brain.Event:2".getBytes(StandardCharsets.US_ASCII));
        append(version);
    }

    /** One value for each name; names before a slash group the plots. */
    void add(long step, Map<String, Double> scalars) {
        var summary = new ByteArrayOutputStream();
        scalars.forEach((name, number) -> {
            var value = new ByteArrayOutputStream(); // Summary.Value: tag = 1, simple_value = 2
            bytes(value, 1, name.getBytes(StandardCharsets.UTF_8));
            value.write(2 << 3 | FIXED32);
            value.writeBytes(little(4).putFloat(number.floatValue()).array());
            bytes(summary, 1, value.toByteArray());
        });
        var event = event();
        event.write(2 << 3 | VARINT); // Event.step
        varint(event, step);
        bytes(event, 5, summary.toByteArray()); // Event.summary
        append(event);
    }

    /** An event that has only its time. */
    private ByteArrayOutputStream event() {
        var event = new ByteArrayOutputStream();
        event.write(1 << 3 | FIXED64); // Event.wall_time, seconds
        event.writeBytes(little(8).putDouble(clock.millis() / 1000.0).array());
        return event;
    }

    private static void bytes(ByteArrayOutputStream out, int field, byte[] value) {
        out.write(field << 3 | BYTES);
        varint(out, value.length);
        out.writeBytes(value);
    }

    private static void varint(ByteArrayOutputStream out, long value) {
        var rest = value;
        while (rest > 0x7f) {
            out.write((int) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    /** TFRecord: length, its checksum, the data, its checksum. */
    private void append(ByteArrayOutputStream event) {
        var data = event.toByteArray();
        var length = little(8).putLong(data.length).array();
        var frame = little(8 + 4 + data.length + 4);
        frame.put(length).putInt(maskedChecksum(length)).put(data).putInt(maskedChecksum(data));
        try {
            Files.write(file, frame.array(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + ": " + DiskTrouble.inWords(e), e);
        }
    }

    /** CRC-32C turned right by 15 bits, plus a constant, so that a checksum of checksums is no trouble (TensorFlow's crc32c.h). */
    static int maskedChecksum(byte[] data) {
        var checksum = new CRC32C();
        checksum.update(data);
        return Integer.rotateRight((int) checksum.getValue(), 15) + 0xa282ead8;
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
