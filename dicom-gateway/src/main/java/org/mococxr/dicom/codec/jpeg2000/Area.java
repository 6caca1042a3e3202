package org.mococxr.dicom.codec.jpeg2000;

/** A rectangle on one of the standard's grids: from x0, y0 up to and without x1, y1. */
record Area(int x0, int y0, int x1, int y1) {

    int width() {
        return Math.max(0, x1 - x0);
    }

    int height() {
        return Math.max(0, y1 - y0);
    }

    boolean isEmpty() {
        return x1 <= x0 || y1 <= y0;
    }

    Area intersection(Area other) {
        return new Area(Math.max(x0, other.x0), Math.max(y0, other.y0), Math.min(x1, other.x1), Math.min(y1, other.y1));
    }

    /** The same region on a grid that is 2^levels coarser (T.800 equation B-14). */
    Area reduced(int levels) {
        return new Area(
                ceilingShift(x0, levels), ceilingShift(y0, levels), ceilingShift(x1, levels), ceilingShift(y1, levels));
    }

    /** The samples of one subband {@code level} decompositions down (T.800 equation B-15). */
    Area subband(int level, boolean highAcross, boolean highDown) {
        var half = 1L << (level - 1);
        return new Area(
                ceilingShift(x0 - (highAcross ? half : 0), level),
                ceilingShift(y0 - (highDown ? half : 0), level),
                ceilingShift(x1 - (highAcross ? half : 0), level),
                ceilingShift(y1 - (highDown ? half : 0), level));
    }

    /** Division by 2^shift, rounded up; negative values too. */
    static int ceilingShift(long value, int shift) {
        return (int) (value + (1L << shift) - 1 >> shift);
    }
}
