package org.mococxr.dicom.codec.jpeg2000;

/**
 * Which arithmetic-coder context a sample has, by its eight neighbours (T.800 D.3).
 *
 * <p>Neighbours are bits: the four sides first, so that the same four also index signs.
 */
final class Contexts {
    static final int NORTH = 1;
    static final int SOUTH = 2;
    static final int WEST = 4;
    static final int EAST = 8;
    static final int NORTH_WEST = 16;
    static final int NORTH_EAST = 32;
    static final int SOUTH_WEST = 64;
    static final int SOUTH_EAST = 128;

    private static final int FIRST_SIGN_CONTEXT = 9;
    private static final int HORIZONTAL_HIGH = 1;
    private static final int BOTH_HIGH = 3;

    private static final byte[] SIGN = signContexts();

    private Contexts() {}

    /**
     * Table D.1: [256], by the significant neighbours.
     *
     * @param orientation of the subband: 0 LL, 1 HL, 2 LH, 3 HH
     */
    static byte[] zeroCoding(int orientation) {
        var contexts = new byte[256];
        for (var i = 0; i < contexts.length; i++) {
            var across = Integer.bitCount(i & (WEST | EAST));
            var down = Integer.bitCount(i & (NORTH | SOUTH));
            var diagonal = Integer.bitCount(i & (NORTH_WEST | NORTH_EAST | SOUTH_WEST | SOUTH_EAST));
            contexts[i] = (byte)
                    switch (orientation) {
                        case BOTH_HIGH -> diagonalFirst(diagonal, across + down);
                        case HORIZONTAL_HIGH -> sidesFirst(down, across, diagonal);
                        default -> sidesFirst(across, down, diagonal);
                    };
        }
        return contexts;
    }

    private static int sidesFirst(int along, int across, int diagonal) {
        if (along == 2) {
            return 8;
        }
        if (along == 1) {
            return across > 0 ? 7 : diagonal > 0 ? 6 : 5;
        }
        return across > 0 ? 2 + across : Math.min(2, diagonal);
    }

    private static int diagonalFirst(int diagonal, int sides) {
        return switch (diagonal) {
            case 0 -> Math.min(2, sides);
            case 1 -> 3 + Math.min(2, sides);
            case 2 -> sides > 0 ? 7 : 6;
            default -> 8;
        };
    }

    /**
     * Tables D.2 and D.3.
     *
     * @param significant the four sides that are significant
     * @param negative those of them that are negative
     * @return twice the context, plus one if the coded bit is the opposite of the sign
     */
    static int sign(int significant, int negative) {
        return SIGN[significant | negative << 4];
    }

    private static byte[] signContexts() {
        var contexts = new byte[256];
        for (var i = 0; i < contexts.length; i++) {
            var across = contribution(i, WEST) + contribution(i, EAST);
            var down = contribution(i, NORTH) + contribution(i, SOUTH);
            var h = Integer.signum(across);
            var v = Integer.signum(down);
            var flipped = h < 0 || h == 0 && v < 0;
            var context = FIRST_SIGN_CONTEXT + (h == 0 ? Math.abs(v) : 3 + (flipped ? -v : v));
            contexts[i] = (byte) (2 * context + (flipped ? 1 : 0));
        }
        return contexts;
    }

    private static int contribution(int sides, int side) {
        if ((sides & side) == 0) {
            return 0;
        }
        return (sides >> 4 & side) == 0 ? 1 : -1;
    }
}
