package org.mococxr.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TensorBoard's file, read back by rules written down here again: TFRecord frames around protobuf events. */
class EventFileTest {
    @TempDir
    private Path folder = Path.of("");

    /** CRC-32C bit by bit (reflected polynomial 0x82F63B78), then masked as TensorFlow publishes it. */
    private static int masked(byte[] data) {
        var crc = ~0;
        for (var value : data) {
            crc ^= value & 0xff;
            for (var bit = 0; bit < 8; bit++) {
                crc = (crc & 1) == 1 ? crc >>> 1 ^ 0x82f63b78 : crc >>> 1;
            }
        }
        crc = ~crc;
        return (crc >>> 15 | crc << 17) + 0xa282ead8;
    }

    @Test
    void checksumsAreTensorFlows() {
        assertThat(EventFile.maskedChecksum("123456789".getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo((0xe3069283 >>> 15 | 0xe3069283 << 17) + 0xa282ead8); // RFC 3720's check value, masked
        assertThat(EventFile.maskedChecksum(new byte[32])).isEqualTo(masked(new byte[32]));
    }

    private List<byte[]> frames() throws IOException {
        try (var files = Files.list(folder)) {
            var file = files.filter(path -> path.getFileName().toString().startsWith("events.out.tfevents."))
                    .findFirst()
                    .orElseThrow();
            var bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
            var frames = new ArrayList<byte[]>();
            while (bytes.hasRemaining()) {
                var length = new byte[8];
                bytes.get(length);
                assertThat(bytes.getInt()).isEqualTo(masked(length));
                var data = new byte
                        [(int) ByteBuffer.wrap(length)
                                .order(ByteOrder.LITTLE_ENDIAN)
                                .getLong()];
                bytes.get(data);
                assertThat(bytes.getInt()).isEqualTo(masked(data));
                frames.add(data);
            }
            return frames;
        }
    }

    @Test
    void tellsStepsAndScalars() throws IOException {
        var clock = Clock.fixed(Instant.ofEpochSecond(1_700_000_000), ZoneOffset.UTC);
        new EventFile(folder, clock).add(300, Map.of("loss", 1.5));

        var frames = frames();

        assertThat(frames).hasSize(2);
        assertThat(new String(frames.get(0), StandardCharsets.ISO_8859_1)).endsWith("brain.Event:2");
        var event = ByteBuffer.wrap(frames.get(1)).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(event.get()).isEqualTo((byte) 0x09); // wall_time
        assertThat(event.getDouble()).isEqualTo(1.7e9);
        assertThat(event.get()).isEqualTo((byte) 0x10); // step, 300 in base 128
        assertThat(event.get() & 0x7f | event.get() << 7).isEqualTo(300);
        assertThat(event.get()).isEqualTo((byte) 0x2a); // summary
        assertThat((int) event.get()).isEqualTo(event.remaining());
        assertThat(event.get()).isEqualTo((byte) 0x0a); // its value
        assertThat((int) event.get()).isEqualTo(event.remaining());
        assertThat(event.get()).isEqualTo((byte) 0x0a); // its tag
        var tag = new byte[event.get()];
        event.get(tag);
        assertThat(new String(tag, StandardCharsets.US_ASCII)).isEqualTo("loss");
        assertThat(event.get()).isEqualTo((byte) 0x15); // simple_value
        assertThat(event.getFloat()).isEqualTo(1.5f);
        assertThat(event.hasRemaining()).isFalse();
    }
}
