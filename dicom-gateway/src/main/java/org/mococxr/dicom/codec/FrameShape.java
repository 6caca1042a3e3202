package org.mococxr.dicom.codec;

/** What a data set says about its one monochrome frame. */
public record FrameShape(int rows, int columns, int bitsAllocated) {
    public FrameShape {
        if (rows < 1 || columns < 1 || (long) rows * columns > Integer.MAX_VALUE / 2) {
            throw new IllegalArgumentException("a frame cannot have %d x %d pixels".formatted(rows, columns));
        }
        if (bitsAllocated != 8 && bitsAllocated != 16) {
            throw new IllegalArgumentException(
                    "8 or 16 bits are allocated to a pixel, not %d".formatted(bitsAllocated));
        }
    }

    public int pixels() {
        return rows * columns;
    }

    public int bytesPerPixel() {
        return bitsAllocated / 8;
    }
}
