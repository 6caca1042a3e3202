package org.mococxr.dicom.net;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import org.mococxr.dicom.UID;

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
        element(elements, IMPLEMENTATION_CLASS, "UI", UID.ImplementationClass, '\0');
        element(elements, IMPLEMENTATION_VERSION, "SH", UID.IMPLEMENTATION_VERSION_NAME, ' ');
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

    /**
     * Reads up to the first byte of the data set, and not beyond. Preamble and single elements may be missing; the values of
     * missing elements are empty. The end is where group 0002 ends, because its stated length is often wrong.
     *
     * @param in supports marks, as a {@link java.io.BufferedInputStream} does
     */
    public static Part10Header read(InputStream in) throws IOException {
        skipPreamble(in);
        var values = new HashMap<Integer, String>();
        var taken = 0;
        while (nextIsFileMeta(in)) {
            var head = littleEndian(need(in, 8));
            var element = head.getShort(2) & 0xffff;
            var vr = "" + (char) head.get(4) + (char) head.get(5);
            var length = vr.equals("OB") || vr.equals("UN")
                    ? littleEndian(need(in, 4)).getInt()
                    : head.getShort(6) & 0xffff;
            taken += Math.max(length, 0);
            if (length < 0 || taken > LONGEST_META_BYTES) {
                throw new IOException("file meta information is longer than " + LONGEST_META_BYTES + " bytes");
            }
            values.put(
                    element,
                    new String(need(in, length), StandardCharsets.US_ASCII)
                            .replace("\0", "")
                            .strip());
        }
        return new Part10Header(
                values.getOrDefault(SOP_CLASS, ""),
                values.getOrDefault(SOP_INSTANCE, ""),
                values.getOrDefault(TRANSFER_SYNTAX, ""),
                values.getOrDefault(SOURCE_AE_TITLE, ""));
    }

    private static void skipPreamble(InputStream in) throws IOException {
        in.mark(PREAMBLE_BYTES + MAGIC.length);
        if (!isPart10(in.readNBytes(PREAMBLE_BYTES + MAGIC.length))) {
            in.reset();
        }
    }

    private static boolean nextIsFileMeta(InputStream in) throws IOException {
        in.mark(2);
        var group = in.readNBytes(2);
        in.reset();
        return group.length == 2 && group[0] == 2 && group[1] == 0;
    }

    private static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] need(InputStream in, int count) throws IOException {
        var bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new IOException("the file ends inside its file meta information");
        }
        return bytes;
    }
}
