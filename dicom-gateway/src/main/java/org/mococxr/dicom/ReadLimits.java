package org.mococxr.dicom;

/**
 * What a reader takes from a file before it gives up; each bound holds whatever the file declares.
 *
 * @param maxBytes bytes of the data set, after inflating
 * @param maxElements elements and items of all levels, fragments included
 * @param maxDepth sequences within sequences
 */
public record ReadLimits(long maxBytes, int maxElements, int maxDepth) {
    private static final long MEBIBYTE = 1 << 20;

    public ReadLimits {
        if (maxBytes < 1 || maxElements < 1 || maxDepth < 1) {
            throw new IllegalArgumentException("limits must be positive, were %d bytes, %d elements, depth %d"
                    .formatted(maxBytes, maxElements, maxDepth));
        }
    }

    /** So much may precede the pixels of a film; they are read value by value and kept. */
    static final long MOST_BYTES_BEFORE_PIXELS = 96 * MEBIBYTE;

    /** For whole films: 512 MiB holds the largest radiograph we read several times over. */
    public static ReadLimits film() {
        return new ReadLimits(512 * MEBIBYTE, 250_000, 64);
    }

    /** For what precedes the pixels. */
    public static ReadLimits header() {
        return new ReadLimits(64 * MEBIBYTE, 250_000, 64);
    }
}
