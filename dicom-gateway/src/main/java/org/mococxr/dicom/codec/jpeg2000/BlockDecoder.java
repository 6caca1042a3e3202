package org.mococxr.dicom.codec.jpeg2000;

import java.util.Arrays;

/**
 * Decodes the bit planes of code-blocks (T.800 annex D), one after another.
 *
 * <p>A block is scanned in stripes of four rows, column by column. What is known of the four samples of such a column is one long of
 * four 16-bit lanes, the uppermost sample lowest: its significant neighbours (bits 0 to 7, as {@link Contexts} names them), which of
 * the four sides are negative (8 to 11), and its own state. So a column in which nothing can happen is passed by in one comparison.
 *
 * <p>Magnitudes carry one bit more than they have bit planes: the middle of the interval that the decoded planes leave open.
 */
final class BlockDecoder {
    static final int RUN_CONTEXT = 17;
    static final int UNIFORM_CONTEXT = 18;

    private static final int FIRST_MAGNITUDE_CONTEXT = 14;
    private static final int SEGMENTATION_SYMBOL = 0b1010;
    private static final int MOST_PLANES = 30;
    private static final int PLANES_BEFORE_BYPASS = 4;

    private static final int STRIPE = 4;
    private static final int LANE_BITS = 16;
    private static final int NEIGHBOURS = 0xff;
    private static final int SIDES = 0xf;
    private static final int SIGNS_SHIFT = 8;
    private static final int SIGNIFICANT = 1 << 12;
    private static final int VISITED = 1 << 13;
    private static final int REFINED = 1 << 14;

    private static final long LANES = 0x0001_0001_0001_0001L;
    private static final long ANY_NEIGHBOUR = NEIGHBOURS * LANES;
    private static final long ANY_SIGNIFICANT = SIGNIFICANT * LANES;
    private static final long ANY_VISITED = VISITED * LANES;

    private static final byte[][] ZERO_CODING = {
        Contexts.zeroCoding(0), Contexts.zeroCoding(1), Contexts.zeroCoding(2), Contexts.zeroCoding(3)
    };

    private final BlockCoding coding;
    private final MqDecoder arithmetic = new MqDecoder();
    private final RawBits raw = new RawBits();
    private byte[] codeword = new byte[1 << 12];

    private int width;
    private int height;
    private int stride;
    private long[] columns = {};
    private int[] magnitudes = {};
    private byte[] zeroCoding = ZERO_CODING[0];

    BlockDecoder(BlockCoding coding) {
        this.coding = coding;
    }

    /**
     * Decodes all passes of a block.
     *
     * @param tile data in which the block's segments lie
     * @param planes how many bit planes the subband has, zero ones included
     */
    void decode(CodeBlock block, byte[] tile, int orientation, int planes) {
        var passes = block.passes();
        var coded = planes - block.zeroPlanes();
        if (coded < 1 || coded > MOST_PLANES || passes > 3 * coded - 2) {
            throw new CodestreamUnreadableException(
                    "a code-block of %d passes in %d bit planes, %d of them zero; 1 to 30 other planes are decoded"
                            .formatted(passes, planes, block.zeroPlanes()));
        }
        clear(block.area());
        zeroCoding = ZERO_CODING[orientation];
        arithmetic.resetContexts();
        var pass = 2; // the first plane has a cleanup pass only
        for (var segment : block.segments()) {
            var length = gather(segment, tile);
            var isRaw = isRaw(pass);
            if (isRaw) {
                raw.start(codeword, 0, length);
            } else {
                arithmetic.start(codeword, 0, length);
            }
            for (var i = 0; i < segment.passes(); i++, pass++) {
                var plane = coded - 1 - pass / 3;
                switch (pass % 3) {
                    case 0 -> propagateSignificance(plane, isRaw);
                    case 1 -> refineMagnitudes(plane, isRaw);
                    default -> cleanUp(plane);
                }
                if (coding.resetsContexts()) {
                    arithmetic.resetContexts();
                }
            }
        }
    }

    private boolean isRaw(int pass) {
        return coding.bypasses() && pass / 3 >= PLANES_BEFORE_BYPASS && pass % 3 != 2;
    }

    private void clear(Area area) {
        width = area.width();
        height = area.height();
        stride = width + 2;
        var stripes = (height + STRIPE - 1) / STRIPE;
        var columnCount = stride * (stripes + 2);
        var sampleCount = width * stripes * STRIPE;
        if (columns.length < columnCount) {
            columns = new long[columnCount];
        }
        if (magnitudes.length < sampleCount) {
            magnitudes = new int[sampleCount];
        }
        Arrays.fill(columns, 0, columnCount, 0);
        Arrays.fill(magnitudes, 0, sampleCount, 0);
    }

    private int gather(CodeBlock.Segment segment, byte[] tile) {
        var length = 0;
        for (var piece : segment.pieces()) {
            if (codeword.length < length + piece.length()) {
                codeword = Arrays.copyOf(codeword, Math.max(2 * codeword.length, length + piece.length()));
            }
            System.arraycopy(tile, piece.at(), codeword, length, piece.length());
            length += piece.length();
        }
        return length;
    }

    /** Twice the magnitude of a decoded sample, with half a unit of the last decoded plane, and its sign. */
    int doubledValue(int row, int column) {
        return magnitudes[(row / STRIPE * width + column) * STRIPE + row % STRIPE];
    }

    private void propagateSignificance(int plane, boolean isRaw) {
        for (var top = 0; top < height; top += STRIPE) {
            var lanes = Math.min(STRIPE, height - top);
            var first = (top / STRIPE + 1) * stride + 1;
            for (var x = 0; x < width; x++) {
                if ((columns[first + x] & ANY_NEIGHBOUR) != 0) {
                    propagateSignificance(first + x, lanes, x, top, plane, isRaw);
                }
            }
        }
    }

    private void propagateSignificance(int at, int lanes, int x, int top, int plane, boolean isRaw) {
        var column = columns[at];
        for (var lane = 0; lane < lanes; lane++) {
            var state = (int) (column >>> lane * LANE_BITS);
            if ((state & NEIGHBOURS) == 0 || (state & SIGNIFICANT) != 0) {
                continue;
            }
            columns[at] |= (long) VISITED << lane * LANE_BITS;
            var bit = isRaw ? raw.next() : arithmetic.next(zeroCoding[state & NEIGHBOURS]);
            if (bit == 1) {
                becomesSignificant(at, lane, x, top, plane, isRaw ? raw.next() : sign(state));
                column = columns[at];
            }
        }
    }

    private void refineMagnitudes(int plane, boolean isRaw) {
        for (var top = 0; top < height; top += STRIPE) {
            var lanes = Math.min(STRIPE, height - top);
            var first = (top / STRIPE + 1) * stride + 1;
            var samples = top * width;
            for (var x = 0; x < width; x++) {
                if ((columns[first + x] & ANY_SIGNIFICANT) != 0) {
                    refineMagnitudes(first + x, lanes, samples + x * STRIPE, 1 << plane, isRaw);
                }
            }
        }
    }

    private void refineMagnitudes(int at, int lanes, int samples, int half, boolean isRaw) {
        var column = columns[at];
        for (var lane = 0; lane < lanes; lane++) {
            var state = (int) (column >>> lane * LANE_BITS);
            if ((state & (SIGNIFICANT | VISITED)) != SIGNIFICANT) {
                continue;
            }
            var bit = isRaw ? raw.next() : arithmetic.next(magnitudeContext(state));
            var value = magnitudes[samples + lane];
            magnitudes[samples + lane] = value + (bit == 1 == value > 0 ? half : -half);
            column |= (long) REFINED << lane * LANE_BITS;
        }
        columns[at] = column;
    }

    private static int magnitudeContext(int state) {
        if ((state & REFINED) != 0) {
            return FIRST_MAGNITUDE_CONTEXT + 2;
        }
        return (state & NEIGHBOURS) == 0 ? FIRST_MAGNITUDE_CONTEXT : FIRST_MAGNITUDE_CONTEXT + 1;
    }

    private void cleanUp(int plane) {
        for (var top = 0; top < height; top += STRIPE) {
            var lanes = Math.min(STRIPE, height - top);
            var first = (top / STRIPE + 1) * stride + 1;
            for (var x = 0; x < width; x++) {
                cleanUp(first + x, lanes, x, top, plane);
            }
        }
        if (coding.hasSegmentationSymbols()) {
            requireSegmentationSymbol();
        }
    }

    private void cleanUp(int at, int lanes, int x, int top, int plane) {
        var column = columns[at];
        var lane = 0;
        if (lanes == STRIPE && (column & (ANY_NEIGHBOUR | ANY_SIGNIFICANT | ANY_VISITED)) == 0) {
            if (arithmetic.next(RUN_CONTEXT) == 0) {
                return;
            }
            lane = arithmetic.next(UNIFORM_CONTEXT) << 1 | arithmetic.next(UNIFORM_CONTEXT);
            becomesSignificant(at, lane, x, top, plane, sign((int) (column >>> lane * LANE_BITS)));
            column = columns[at];
            lane++;
        }
        for (; lane < lanes; lane++) {
            var state = (int) (column >>> lane * LANE_BITS);
            if ((state & (SIGNIFICANT | VISITED)) == 0 && arithmetic.next(zeroCoding[state & NEIGHBOURS]) == 1) {
                becomesSignificant(at, lane, x, top, plane, sign(state));
                column = columns[at];
            }
        }
        columns[at] = column & ~ANY_VISITED;
    }

    private void requireSegmentationSymbol() {
        var symbol = 0;
        for (var i = 0; i < 4; i++) {
            symbol = symbol << 1 | arithmetic.next(UNIFORM_CONTEXT);
        }
        if (symbol != SEGMENTATION_SYMBOL) {
            throw new CodestreamUnreadableException("a damaged code-block: its segmentation symbol is wrong");
        }
    }

    /** 1 for a negative sample. */
    private int sign(int state) {
        var context = Contexts.sign(state & SIDES, state >> SIGNS_SHIFT & SIDES);
        return arithmetic.next(context >> 1) ^ context & 1;
    }

    private void becomesSignificant(int at, int lane, int x, int top, int plane, int negative) {
        var magnitude = 3 << plane; // the plane's bit and half of it, doubled
        magnitudes[(top / STRIPE * width + x) * STRIPE + lane] = negative == 1 ? -magnitude : magnitude;
        var signed = 1 | negative << SIGNS_SHIFT;
        columns[at] |= (long) SIGNIFICANT << lane * LANE_BITS;
        columns[at - 1] |= (long) (Contexts.EAST * signed) << lane * LANE_BITS;
        columns[at + 1] |= (long) (Contexts.WEST * signed) << lane * LANE_BITS;
        if (lane > 0 || !coding.isVerticallyCausal()) {
            // A vertically causal code looks at no stripe below (D.7).
            var above = lane > 0 ? at : at - stride;
            var shift = (lane + STRIPE - 1) % STRIPE * LANE_BITS;
            columns[above] |= (long) (Contexts.SOUTH * signed) << shift;
            columns[above - 1] |= (long) Contexts.SOUTH_EAST << shift;
            columns[above + 1] |= (long) Contexts.SOUTH_WEST << shift;
        }
        var below = lane < STRIPE - 1 ? at : at + stride;
        var shift = (lane + 1) % STRIPE * LANE_BITS;
        columns[below] |= (long) (Contexts.NORTH * signed) << shift;
        columns[below - 1] |= (long) Contexts.NORTH_EAST << shift;
        columns[below + 1] |= (long) Contexts.NORTH_WEST << shift;
    }
}
