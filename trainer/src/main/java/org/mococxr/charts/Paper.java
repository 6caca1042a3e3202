package org.mococxr.charts;

/** What a chart is drawn on. Pixels from the top left corner; colours as 0xRRGGBB. */
interface Paper {
    /** Which point of a text stands at its place. */
    enum Anchor {
        START,
        MIDDLE,
        END
    }

    void line(double x1, double y1, double x2, double y2, int colour, double width);

    void dot(double x, double y, double radius, int colour);

    void text(double x, double y, String text, Anchor anchor, int sizePixels, int colour);

    /** Reads upwards. */
    void uprightText(double x, double y, String text, int sizePixels, int colour);
}
