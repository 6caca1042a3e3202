package org.mococxr.dicom.net;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * What stands before the data set in a DICOM file: preamble, {@code DICM} and file meta information (PS3.10 section 7.1). Read and
 * written here without touching the data set, so that a received object is kept, and sent on, byte for byte.
 *
 * @param sourceAeTitle who sent the object to this system; empty when not known
 */
public record Part10Header(String sopClassUid, String sopInstanceUid, String transferSyntaxUid, String sourceAeTitle) {
    private static final int PREAMBLE_BYTES = 128;
    private static final byte[] MAGIC = {'D', 'I', 'C', 'M'};
    private static final int LONGEST_META_BYTES = 64 << 10;

    private static final int SOP_CLASS = 0x0002;
    private static final int SOP_INSTANCE = 0x0003;
    private static final int TRANSFER_SYNTAX = 0x0010;
    private static final int IMPLEMENTATION_CLASS = 0x0012;
    private static final int IMPLEMENTATION_VERSION = 0x0013;
    private static final int SOURCE_AE_TITLE = 0x0016;

    /** Whether the first bytes of a file are those of a DICOM file. */
    public static boolean isPart10(byte[] start) {
        return start.length >= PREAMBLE_BYTES + MAGIC.length
                && Arrays.equals(start, PREAMBLE_BYTES, PREAMBLE_BYTES + MAGIC.length, MAGIC, 0, MAGIC.length);
    }

    /** The bytes before the data set. The preamble is zero, whatever a sender may have hidden in its own. */
    public byte[] encode() {
        var elements = new ByteArrayOutputStream(256);
        elements.writeBytes(new byte[] {2, 0, 1, 0, 'O', 'B', 0, 0, 2, 0, 0, 0, 0, 1});
        element(elements, SOP_CLASS, "UI", sopClassUid, '\0');
        element(elements, SOP_INSTANCE, "UI", sopInstanceUid, '\0');
        element(elements, TRANSFER_SYNTAX, "UI", transferSyntaxUid, '\0');
        element(elements, IMPLEMENTATION_CLASS, "UI", Uids.IMPLEMENTATION_CLASS, '\0');
        element(elements, IMPLEMENTATION_VERSION, "SH", Uids.IMPLEMENTATION_VERSION_NAME, ' ');
        if (!sourceAeTitle.isEmpty()) {
            element(elements, SOURCE_AE_TITLE, "AE", sourceAeTitle, ' ');
        }
        var out = ByteBuffer.allocate(PREAMBLE_BYTES + MAGIC.length + 12 + elements.size())
                .order(ByteOrder.LITTLE_ENDIAN)
                .position(PREAMBLE_BYTES);
        out.put(MAGIC)
                .putInt(2)
                .put((byte) 'U')
                .put((byte) 'L')
                .putShort((short) 4)
                .putInt(elements.size());
        return out.put(elements.toByteArray()).array();
    }

    private static void element(ByteArrayOutputStream out, int element, String vr, String value, char pad) {
        var text = value.length() % 2 == 0 ? value : value + pad;
        out.writeBytes(
                new byte[] {2, 0, (byte) element, 0, (byte) vr.charAt(0), (byte) vr.charAt(1), (byte) text.length(), 0
                });
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Reads up to the first byte of the data set, and not beyond. */
    public static Part10Header read(InputStream in) throws IOException {
        var start = in.readNBytes(PREAMBLE_BYTES + MAGIC.length);
        if (!isPart10(start)) {
            throw new IOException("no DICOM file: 'DICM' is missing after the first 128 bytes");
        }
        var lengthElement = ByteBuffer.wrap(need(in, 12)).order(ByteOrder.LITTLE_ENDIAN);
        if (lengthElement.getInt() != 2 || lengthElement.getInt() != ('U' | 'L' << 8 | 4 << 16)) {
            throw new IOException("file meta information does not begin with its length (0002,0000)");
        }
        var length = lengthElement.getInt();
        if (length < 0 || length > LONGEST_META_BYTES) {
            throw new IOException("file meta information of " + Integer.toUnsignedString(length) + " bytes, at most "
                    + LONGEST_META_BYTES + " are read");
        }
        var values = elements(ByteBuffer.wrap(need(in, length)).order(ByteOrder.LITTLE_ENDIAN));
        var header = new Part10Header(
                values.getOrDefault(SOP_CLASS, ""),
                values.getOrDefault(SOP_INSTANCE, ""),
                values.getOrDefault(TRANSFER_SYNTAX, ""),
                values.getOrDefault(SOURCE_AE_TITLE, ""));
        if (header.transferSyntaxUid().isEmpty()) {
            throw new IOException("file meta information names no transfer syntax (0002,0010)");
        }
        return header;
    }

    private static byte[] need(InputStream in, int count) throws IOException {
        var bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new IOException("the file ends inside its file meta information");
        }
        return bytes;
    }

    private static Map<Integer, String> elements(ByteBuffer in) throws IOException {
        var values = new HashMap<Integer, String>();
        while (in.remaining() >= 8) {
            var group = in.getShort() & 0xffff;
            var element = in.getShort() & 0xffff;
            var vr = "" + (char) in.get() + (char) in.get();
            var shortLength = in.getShort() & 0xffff;
            var isLong = vr.equals("OB") || vr.equals("UN");
            if (isLong && in.remaining() < 4) {
                break;
            }
            var length = isLong ? in.getInt() : shortLength;
            if (group != 2 || length < 0 || length > in.remaining()) {
                throw new IOException(String.format(
                        "file meta element (%04x,%04x) of %s bytes does not fit",
                        group, element, Integer.toUnsignedString(length)));
            }
            var value = new byte[length];
            in.get(value);
            values.put(
                    element,
                    new String(value, StandardCharsets.US_ASCII)
                            .replace("\0", "")
                            .strip());
        }
        return values;
    }
}
