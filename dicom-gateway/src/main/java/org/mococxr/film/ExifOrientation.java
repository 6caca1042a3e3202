package org.mococxr.film;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * How a picture must be turned to be upright (Exif 2.32 section 4.6.4, tag 274): scanners and telephones store it as the sensor saw it
 * and leave the turning to the viewer. JPEG has it in an APP1 segment, PNG in a chunk {@code eXIf}.
 *
 * @param number 1 upright, 2 to 8 mirrored, turned or both
 */
record ExifOrientation(int number) {
    static final ExifOrientation UPRIGHT = new ExifOrientation(1);

    private static final int ORIENTATION = 0x0112;
    private static final int SHORT = 3;
    private static final int DIRECTORY_ENTRY_BYTES = 12;
    private static final int TIFF_MARK = 42;
    private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);
    private static final int APP1 = 0xe1;
    private static final int START_OF_SCAN = 0xda;
    private static final int PNG_SIGNATURE_BYTES = 8;
    private static final int EXIF_CHUNK = 0x65584966; // eXIf
    private static final int IMAGE_DATA_CHUNK = 0x49444154; // IDAT

    /** What the picture says; upright where it says nothing that can be. */
    static ExifOrientation of(byte[] picture, boolean jpeg) {
        return (jpeg ? inJpeg(picture) : inPng(picture))
                .flatMap(ExifOrientation::inTiff)
                .filter(number -> number >= 1 && number <= 8)
                .map(ExifOrientation::new)
                .orElse(UPRIGHT);
    }

    /** The segments before the first scan. */
    private static Optional<ByteBuffer> inJpeg(byte[] picture) {
        var in = ByteBuffer.wrap(picture);
        for (var at = 2; at + 4 <= picture.length && picture[at] == (byte) 0xff; ) {
            var marker = picture[at + 1] & 0xff;
            var length = in.getShort(at + 2) & 0xffff;
            if (marker == START_OF_SCAN || length < 2 || at + 2 + length > picture.length) {
                return Optional.empty();
            }
            if (marker == APP1 && startsWithExif(picture, at + 4, length - 2)) {
                return Optional.of(in.slice(at + 4 + EXIF.length, length - 2 - EXIF.length));
            }
            at += 2 + length;
        }
        return Optional.empty();
    }

    private static boolean startsWithExif(byte[] picture, int at, int length) {
        return length > EXIF.length && ByteBuffer.wrap(picture, at, EXIF.length).equals(ByteBuffer.wrap(EXIF));
    }

    private static Optional<ByteBuffer> inPng(byte[] picture) {
        var in = ByteBuffer.wrap(picture);
        for (var at = PNG_SIGNATURE_BYTES; at + 12 <= picture.length; ) {
            var length = in.getInt(at);
            var kind = in.getInt(at + 4);
            if (kind == IMAGE_DATA_CHUNK || length < 0 || length > picture.length - at - 12) {
                return Optional.empty();
            }
            if (kind == EXIF_CHUNK) {
                return Optional.of(in.slice(at + 8, length));
            }
            at += 12 + length;
        }
        return Optional.empty();
    }

    private static Optional<Integer> inTiff(ByteBuffer tiff) {
        if (tiff.remaining() < 8) {
            return Optional.empty();
        }
        tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        var directory = tiff.getInt(4);
        if (tiff.getShort(2) != TIFF_MARK || directory < 8 || directory > tiff.remaining() - 2) {
            return Optional.empty();
        }
        var entries = tiff.getShort(directory) & 0xffff;
        for (var i = 0; i < entries; i++) {
            var at = directory + 2 + i * DIRECTORY_ENTRY_BYTES;
            if (at > tiff.remaining() - DIRECTORY_ENTRY_BYTES) {
                return Optional.empty();
            }
            if ((tiff.getShort(at) & 0xffff) == ORIENTATION && tiff.getShort(at + 2) == SHORT) {
                return Optional.of(tiff.getShort(at + 8) & 0xffff);
            }
        }
        return Optional.empty();
    }

    boolean isUpright() {
        return number == 1;
    }

    /** Whether rows become columns. */
    boolean swapsSides() {
        return number >= 5;
    }

    /**
     * @param pixels row-major [rows * columns] as stored
     * @return upright, row-major; [columns * rows] where {@link #swapsSides}
     */
    short[] upright(int rows, int columns, short[] pixels) {
        if (isUpright()) {
            return pixels;
        }
        var height = swapsSides() ? columns : rows;
        var width = swapsSides() ? rows : columns;
        var upright = new short[height * width];
        for (var y = 0; y < height; y++) {
            for (var x = 0; x < width; x++) {
                var row = swapsSides() ? (fromBelow() ? rows - 1 - x : x) : fromBelow() ? rows - 1 - y : y;
                var column = swapsSides() ? (fromRight() ? columns - 1 - y : y) : fromRight() ? columns - 1 - x : x;
                upright[y * width + x] = pixels[row * columns + column];
            }
        }
        return upright;
    }

    /** Whether the stored rows are met from the last to the first. */
    private boolean fromBelow() {
        return number == 3 || number == 4 || number == 6 || number == 7;
    }

    private boolean fromRight() {
        return number == 2 || number == 3 || number == 7 || number == 8;
    }
}
