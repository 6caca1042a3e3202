package org.mococxr.localisation;

/** A reader's rectangle around a lesion; coordinates are shares of the film's width and height, 0..1, from the upper left. */
public record LesionBox(double left, double top, double right, double bottom) {
    public LesionBox {
        if (!(left >= 0 && left < right && right <= 1 && top >= 0 && top < bottom && bottom <= 1)) {
            throw new IllegalArgumentException(
                    "a box has 0 <= x0 < x1 <= 1 and 0 <= y0 < y1 <= 1, was x0=%s y0=%s x1=%s y1=%s"
                            .formatted(left, top, right, bottom));
        }
    }

    boolean contains(double across, double down) {
        return across >= left && across < right && down >= top && down < bottom;
    }
}
