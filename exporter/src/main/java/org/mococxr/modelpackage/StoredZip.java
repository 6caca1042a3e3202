package org.mococxr.modelpackage;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

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
    private static final int LOCAL_HEADER_BYTES = 30;
    private static final Pattern PATH = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)?");
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private StoredZip() {}

    /** A file that is not packed as we pack; the message says what was found. */
    static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1;

        RefusedException(String message) {
            super(message);
        }
    }

    static byte[] write(Map<String, byte[]> entries) {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes, StandardCharsets.UTF_8)) {
            for (Map.Entry<String, byte[]> file : entries.entrySet()) {
                var crc = new CRC32();
                crc.update(file.getValue());
                var entry = new ZipEntry(file.getKey());
                entry.setMethod(ZipEntry.STORED);
                entry.setSize(file.getValue().length);
                entry.setCrc(crc.getValue());
                entry.setTimeLocal(NO_TIME);
                zip.putNextEntry(entry);
                zip.write(file.getValue());
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes.toByteArray();
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
            throw new RefusedException("the zip is damaged, was packed by another program than cxr-lab, or carries something hidden");
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
        if (nameBytes > 128 || nameBytes > zip.remaining() - LOCAL_HEADER_BYTES) {
            throw new RefusedException("the zip holds a name of " + nameBytes + " bytes, at most 128 are allowed");
        }
        byte[] nameInBytes = new byte[nameBytes];
        zip.position(at + LOCAL_HEADER_BYTES).get(nameInBytes);
        String name = new String(nameInBytes, StandardCharsets.ISO_8859_1);
        if (!PATH.matcher(name).matches()) {
            throw new RefusedException("the zip holds the path \"" + printable(name)
                    + "\"; allowed are plain names of letters, digits, dots and dashes, at most one folder deep");
        }
        if (method != ZipEntry.STORED || packedBytes != bytes || extraBytes != 0) {
            throw new RefusedException("the zip entry " + name + " is compressed or carries extra fields; packages are stored as they are");
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
