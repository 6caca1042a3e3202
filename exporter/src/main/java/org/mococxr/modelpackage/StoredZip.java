package org.mococxr.modelpackage;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * A zip that any tool opens, written in the one way we write it: entries stored, in a fixed order, without times, comments or extras.
 * Reading accepts exactly that and nothing else: the entries are walked from the front and written again, and the bytes must be the same.
 * So there is nothing to decompress, no second directory that could disagree with the first, and no place to hide anything.
 */
final class StoredZip {
    static final long MOST_BYTES = 512L << 20;
    static final int MOST_ENTRIES = 64;
    private static final int LOCAL_HEADER = 0x04034b50;
    private static final int CENTRAL_HEADER = 0x02014b50;
    private static final int END = 0x06054b50;
    private static final int LOCAL_HEADER_BYTES = 30;
    private static final int CENTRAL_HEADER_BYTES = 46;
    private static final int END_BYTES = 22;
    private static final int LONGEST_NAME_BYTES = 128;
    private static final short VERSION = 10;
    private static final short STORED = 0;
    /** 1 January 1980, the first day a zip can name. */
    private static final short NO_DATE = 1 << 5 | 1;

    private static final Pattern PATH = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)?");

    private StoredZip() {}

    /** A file that is not packed as we pack; the message says what was found. */
    static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1;

        RefusedException(String message) {
            super(message);
        }
    }

    /** Byte for byte ours rather than the Java library's, whose choices may change from release to release. */
    static byte[] write(Map<String, byte[]> entries) {
        long size = END_BYTES;
        for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
            size += LOCAL_HEADER_BYTES
                    + CENTRAL_HEADER_BYTES
                    + 2L * entry.getKey().length()
                    + entry.getValue().length;
        }
        ByteBuffer zip = ByteBuffer.allocate(Math.toIntExact(size)).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer directory = ByteBuffer.allocate(entries.size() * (CENTRAL_HEADER_BYTES + LONGEST_NAME_BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
            byte[] name = entry.getKey().getBytes(StandardCharsets.ISO_8859_1);
            var crc = new CRC32();
            crc.update(entry.getValue());
            directory.putInt(CENTRAL_HEADER).putShort(VERSION);
            describe(directory, crc, entry.getValue().length, name.length);
            directory.putShort((short) 0).putShort((short) 0).putShort((short) 0); // comment, disk, internal attributes
            directory.putInt(0).putInt(zip.position()).put(name);
            zip.putInt(LOCAL_HEADER);
            describe(zip, crc, entry.getValue().length, name.length);
            zip.put(name).put(entry.getValue());
        }
        int directoryAt = zip.position();
        zip.put(directory.flip());
        zip.putInt(END).putShort((short) 0).putShort((short) 0);
        zip.putShort((short) entries.size()).putShort((short) entries.size());
        zip.putInt(directory.limit()).putInt(directoryAt).putShort((short) 0);
        return zip.array();
    }

    /** The part that a local header and its entry in the directory share. */
    private static void describe(ByteBuffer header, CRC32 crc, int size, int nameBytes) {
        header.putShort(VERSION).putShort((short) 0).putShort(STORED);
        header.putShort((short) 0).putShort(NO_DATE).putInt((int) crc.getValue());
        header.putInt(size).putInt(size).putShort((short) nameBytes).putShort((short) 0);
    }

    static Map<String, byte[]> read(byte[] bytes) throws RefusedException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        ByteBuffer zip = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        while (zip.remaining() >= LOCAL_HEADER_BYTES && zip.getInt(zip.position()) == LOCAL_HEADER) {
            readEntry(zip, entries);
        }
        if (entries.isEmpty()) {
            throw new RefusedException("it is no zip file");
        }
        if (zip.remaining() < Integer.BYTES || zip.getInt(zip.position()) != CENTRAL_HEADER) {
            throw new RefusedException("the zip is cut off or damaged after its entry "
                    + entries.keySet().toArray()[entries.size() - 1]);
        }
        if (!Arrays.equals(write(entries), bytes)) {
            throw new RefusedException(
                    "the zip is damaged, was packed by another program than cxr-lab, or carries something hidden");
        }
        return entries;
    }

    private static void readEntry(ByteBuffer zip, Map<String, byte[]> entries) throws RefusedException {
        int at = zip.position();
        int method = Short.toUnsignedInt(zip.getShort(at + 8));
        long packedBytes = Integer.toUnsignedLong(zip.getInt(at + 18));
        long bytes = Integer.toUnsignedLong(zip.getInt(at + 22));
        int nameBytes = Short.toUnsignedInt(zip.getShort(at + 26));
        int extraBytes = Short.toUnsignedInt(zip.getShort(at + 28));
        if (nameBytes > LONGEST_NAME_BYTES || nameBytes > zip.remaining() - LOCAL_HEADER_BYTES) {
            throw new RefusedException(
                    "the zip holds a name of " + nameBytes + " bytes, at most " + LONGEST_NAME_BYTES + " are allowed");
        }
        byte[] nameInBytes = new byte[nameBytes];
        zip.position(at + LOCAL_HEADER_BYTES).get(nameInBytes);
        String name = new String(nameInBytes, StandardCharsets.ISO_8859_1);
        if (!PATH.matcher(name).matches()) {
            throw new RefusedException("the zip holds the path \"" + printable(name)
                    + "\"; allowed are plain names of letters, digits, dots and dashes, at most one folder deep");
        }
        if (method != STORED || packedBytes != bytes || extraBytes != 0) {
            throw new RefusedException("the zip entry " + name
                    + " is compressed or carries extra fields; packages are stored as they are");
        }
        if (bytes > zip.remaining()) {
            throw new RefusedException("the zip entry " + name + " claims " + bytes + " bytes, only " + zip.remaining()
                    + " are left in the file");
        }
        if (entries.size() == MOST_ENTRIES) {
            throw new RefusedException("the zip holds more than " + MOST_ENTRIES + " entries");
        }
        byte[] content = new byte[(int) bytes];
        zip.get(content);
        if (entries.put(name, content) != null) {
            throw new RefusedException("the zip holds " + name + " twice");
        }
    }

    private static String printable(String name) {
        return name.replaceAll("[^\\x20-\\x7e]", "?");
    }
}
