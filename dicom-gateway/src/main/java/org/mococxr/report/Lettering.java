package org.mococxr.report;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Writes text into a picture with letters of our own: strokes on a small grid, drawn with soft edges.
 *
 * <p>Java's own text drawing needs fontconfig and fonts of the system, which a bare container or jlink image does not
 * have, and draws other pixels where it finds others; a retried report must come out byte for byte the same. Letters are drawn
 * once and kept. Safe for use by many threads.
 */
final class Lettering {
    /** Grid units from the top of a capital to the baseline. */
    private static final int CAPITAL_UNITS = 12;

    private static final int GAP_UNITS = 3;
    private static final int SPACE_UNITS = 5;
    private static final double STROKE_UNITS = 1.5;

    /** Each glyph: strokes separated by a blank; each point one digit x (0..8) and one hex digit y (0 top, c baseline). */
    private static final Map<Character, String> GLYPHS = Map.ofEntries(
            Map.entry('A', "0c408c 1878"),
            Map.entry('B', "0c005072745606 56787a5c0c"),
            Map.entry('C', "826020020a2c6c8a"),
            Map.entry('D', "0c005083895c0c"),
            Map.entry('E', "70000c7c 0656"),
            Map.entry('F', "70000c 0656"),
            Map.entry('G', "826020020a2c6c8a8757"),
            Map.entry('H', "000c 808c 0686"),
            Map.entry('I', "0040 202c 0c4c"),
            Map.entry('J', "606a4c2c0a"),
            Map.entry('K', "000c 8007 348c"),
            Map.entry('L', "000c7c"),
            Map.entry('M', "0c0047808c"),
            Map.entry('N', "0c008c80"),
            Map.entry('O', "20020a2c6c8a826020"),
            Map.entry('P', "0c006082846606"),
            Map.entry('Q', "20020a2c6c8a826020 598d"),
            Map.entry('R', "0c006082846606 468c"),
            Map.entry('S', "82602002042666888a6c2c0a"),
            Map.entry('T', "0080 404c"),
            Map.entry('U', "000a2c6c8a80"),
            Map.entry('V', "004c80"),
            Map.entry('W', "002c436c80"),
            Map.entry('X', "008c 800c"),
            Map.entry('Y', "004580 454c"),
            Map.entry('Z', "00800c8c"),
            Map.entry('0', "20020a2c4c6a624020"),
            Map.entry('1', "03303c 0c6c"),
            Map.entry('2', "02204062640c6c"),
            Map.entry('3', "02204062644626 46686a4c2c0a"),
            Map.entry('4', "5c500868"),
            Map.entry('5', "60000545676a4c2c0a"),
            Map.entry('6', "614020020a2c4c6a67452507"),
            Map.entry('7', "00602c"),
            Map.entry('8', "200204264664624020 26080a2c4c6a6846"),
            Map.entry('9', "0b2c4c6a6240200205274765"),
            Map.entry('a', "646c 664424060a2c4c6a"),
            Map.entry('b', "000c 062444666a4c2c0a"),
            Map.entry('c', "664424060a2c4c6a"),
            Map.entry('d', "606c 664424060a2c4c6a"),
            Map.entry('e', "0868664424060a2c4c6b"),
            Map.entry('f', "4030121c 0434"),
            Map.entry('g', "646d4f1f 664424060a2c4c6a"),
            Map.entry('h', "000c 062444666c"),
            Map.entry('i', "040c 0001"),
            Map.entry('j', "343d1f0f 3031"),
            Map.entry('k', "000c 5409 276c"),
            Map.entry('l', "000a1c2c"),
            Map.entry('m', "040c 061434464c 465474868c"),
            Map.entry('n', "040c 062444666c"),
            Map.entry('o', "24060a2c4c6a664424"),
            Map.entry('p', "040f 062444666a4c2c0a"),
            Map.entry('q', "646f 664424060a2c4c6a"),
            Map.entry('r', "040c 062444"),
            Map.entry('s', "655414050718586a6b5c1c0b"),
            Map.entry('t', "111a2c4c 0444"),
            Map.entry('u', "040a2c4c6a 646c"),
            Map.entry('v', "043c64"),
            Map.entry('w', "042c466c84"),
            Map.entry('x', "046c 640c"),
            Map.entry('y', "043b 641f"),
            Map.entry('z', "04640c6c"),
            Map.entry('.', "0b0c"),
            Map.entry(',', "1b1c0e"),
            Map.entry(':', "0506 0b0c"),
            Map.entry(';', "1516 1b1c0e"),
            Map.entry('-', "0848"),
            Map.entry('_', "0d8d"),
            Map.entry('+', "0868 353b"),
            Map.entry('=', "0666 0a6a"),
            Map.entry('<', "64086c"),
            Map.entry('>', "04680c"),
            Map.entry('/', "0d50"),
            Map.entry('\\', "005d"),
            Map.entry('|', "000d"),
            Map.entry('(', "20030a2d"),
            Map.entry(')', "00232a0d"),
            Map.entry('[', "20000d2d"),
            Map.entry(']', "00202d0d"),
            Map.entry('%', "0c80 2002244220 684a6c8a68"),
            Map.entry('#', "202c 606c 0484 0888"),
            Map.entry('*', "3137 0264 0462"),
            Map.entry('!', "0008 0b0c"),
            Map.entry('?', "02204062643638 3b3c"),
            Map.entry('\'', "0003"),
            Map.entry('"', "0003 3033"),
            Map.entry('&', "7c131120405153070a2c4c77"),
            Map.entry('@', "8a6c2c0a02206082875754343757"));

    /** Stands for a character we have no glyph for: an empty box. */
    private static final String UNKNOWN = "00606c0c00";

    /** At our sizes some hundred letters, each at up to four places in a pixel. */
    private static final int MOST_STAMPS = 1000;

    private final double unitPixels;
    private final Map<Place, Stamp> stamps = new ConcurrentHashMap<>();

    /** @param capitalPixels height of a capital letter */
    Lettering(double capitalPixels) {
        if (!(capitalPixels >= 4)) {
            throw new IllegalArgumentException("letters below 4 pixels cannot be read, asked for " + capitalPixels);
        }
        this.unitPixels = capitalPixels / CAPITAL_UNITS;
    }

    double widthPixels(String text) {
        double units = 0;
        for (int i = 0; i < text.length(); i++) {
            units += advance(text.charAt(i));
        }
        return Math.max(0, units - GAP_UNITS) * unitPixels;
    }

    /** The text itself if it fits, else its beginning and two dots. */
    String fitting(String text, double widthPixels) {
        if (widthPixels(text) <= widthPixels) {
            return text;
        }
        int length = text.length();
        while (length > 0 && widthPixels(text.substring(0, length) + "..") > widthPixels) {
            length--;
        }
        return text.substring(0, length) + "..";
    }

    /** @param top of the capitals */
    void write(ColourPicture picture, String text, double top, double left, int colour) {
        double x = left;
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (letter != ' ') {
                draw(picture, glyph(letter), top, x, colour);
            }
            x += advance(letter) * unitPixels;
        }
    }

    /** How far a glyph covers each pixel of a small rectangle whose corner lies {@code row} and {@code column} from the glyph's. */
    private record Stamp(int row, int column, float[][] cover) {}

    /** A glyph and where in a pixel it begins: the same letter stands in many reports. */
    private record Place(String glyph, double topFraction, double leftFraction) {}

    private void draw(ColourPicture picture, String glyph, double top, double left, int colour) {
        int wholeTop = (int) Math.floor(top);
        int wholeLeft = (int) Math.floor(left);
        if (stamps.size() >= MOST_STAMPS) {
            stamps.clear();
        }
        var stamp = stamps.computeIfAbsent(new Place(glyph, top - wholeTop, left - wholeLeft), this::stamp);
        for (int row = 0; row < stamp.cover().length; row++) {
            for (int column = 0; column < stamp.cover()[row].length; column++) {
                float cover = stamp.cover()[row][column];
                if (cover > 0) {
                    picture.blend(wholeTop + stamp.row() + row, wholeLeft + stamp.column() + column, colour, cover);
                }
            }
        }
    }

    private Stamp stamp(Place place) {
        double top = place.topFraction();
        double left = place.leftFraction();
        double half = Math.max(0.55, STROKE_UNITS * unitPixels / 2);
        int width = (int) Math.ceil(8 * unitPixels + 2 * half + 2);
        int height = (int) Math.ceil(16 * unitPixels + 2 * half + 2);
        int firstRow = (int) Math.floor(top - half - 1);
        int firstColumn = (int) Math.floor(left - half - 1);
        float[][] cover = new float[height][width];
        for (int row = 0; row < height; row++) {
            for (int column = 0; column < width; column++) {
                double distance =
                        distance(place.glyph(), firstColumn + column + 0.5 - left, firstRow + row + 0.5 - top);
                cover[row][column] = (float) Math.max(0, Math.min(1, half - distance + 0.5));
            }
        }
        return new Stamp(firstRow, firstColumn, cover);
    }

    /** Pixels from a point to the nearest stroke of a glyph. */
    private double distance(String glyph, double x, double y) {
        double nearest = Double.MAX_VALUE;
        for (int i = 0; i + 3 < glyph.length(); i += 2) {
            if (glyph.charAt(i + 2) == ' ') {
                i++;
                continue;
            }
            double fromX = unit(glyph, i);
            double fromY = unit(glyph, i + 1);
            double alongX = unit(glyph, i + 2) - fromX;
            double alongY = unit(glyph, i + 3) - fromY;
            double length = alongX * alongX + alongY * alongY;
            double t = length == 0 ? 0 : ((x - fromX) * alongX + (y - fromY) * alongY) / length;
            double nearestT = Math.max(0, Math.min(1, t));
            double dx = x - fromX - nearestT * alongX;
            double dy = y - fromY - nearestT * alongY;
            nearest = Math.min(nearest, dx * dx + dy * dy);
        }
        return Math.sqrt(nearest);
    }

    private double unit(String glyph, int index) {
        return Character.digit(glyph.charAt(index), 16) * unitPixels;
    }

    private static int advance(char letter) {
        if (letter == ' ') {
            return SPACE_UNITS;
        }
        var glyph = glyph(letter);
        int widest = 0;
        int x = 0;
        for (int i = 0; i < glyph.length(); i++) {
            if (glyph.charAt(i) == ' ') {
                x = 0;
                continue;
            }
            if (x % 2 == 0) {
                widest = Math.max(widest, glyph.charAt(i) - '0');
            }
            x++;
        }
        return widest + GAP_UNITS;
    }

    private static String glyph(char letter) {
        return GLYPHS.getOrDefault(letter, UNKNOWN);
    }
}
