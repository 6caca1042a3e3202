package org.mococxr.phantom;

/**
 * The lead letter on the film. Present on about two films in three of every kind, whatever the finding, so that no
 * model can use it as a shortcut.
 */
record SideMarker(String[] glyph, double left, double top, double cell, double grey) {
    private static final String[] LETTER_L = {"#....", "#....", "#....", "#....", "#....", "#....", "#####"};
    private static final String[] LETTER_R = {"####.", "#...#", "#...#", "####.", "#.#..", "#..#.", "#...#"};
    private static final SideMarker NONE = new SideMarker(new String[0], 0, 0, 1, 0);

    /** Positions and sizes are shares of the film's short side; the film is {@code width} x {@code height} of these. */
    static SideMarker of(long seed, double width, double height) {
        var chance = Chance.of(seed, "marker");
        boolean right = chance.happens(0.5);
        double cell = chance.between(0.006, 0.010);
        double inset = chance.between(0.05, 0.10);
        double top = chance.happens(0.75) ? chance.between(0.05, 0.12) : height - chance.between(0.14, 0.20);
        double grey = chance.between(0.85, 1.0);
        if (!chance.happens(0.65)) {
            return NONE;
        }
        double left = right ? inset : width - inset - 5 * cell;
        return new SideMarker(right ? LETTER_R : LETTER_L, left, top, cell, grey);
    }

    boolean covers(double x, double y) {
        int row = (int) Math.floor((y - top) / cell);
        int column = (int) Math.floor((x - left) / cell);
        return row >= 0 && row < glyph.length && column >= 0 && column < 5 && glyph[row].charAt(column) == '#';
    }
}
