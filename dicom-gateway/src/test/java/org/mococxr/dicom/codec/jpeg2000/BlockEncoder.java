package org.mococxr.dicom.codec.jpeg2000;

import java.util.ArrayList;
import java.util.List;

/** Codes the bit planes of one code-block (T.800 annex D), sample by sample, each looking round for itself. */
final class BlockEncoder {
    private final int[][] values;
    private final int height;
    private final int width;
    private final byte[] zeroCoding;
    private final BlockCoding coding;
    private final boolean[][] significant;
    private final boolean[][] visited;
    private final boolean[][] refined;
    private final MqEncoder arithmetic = new MqEncoder();
    private StuffedBits raw = new StuffedBits();

    /** A terminated codeword and how many passes it holds. */
    record Segment(int passes, byte[] bytes) {}

    record Block(int planes, List<Segment> segments) {}

    /** @param values signed, [height][width] */
    BlockEncoder(int[][] values, int orientation, BlockCoding coding) {
        this.values = values;
        this.height = values.length;
        this.width = values[0].length;
        this.zeroCoding = Contexts.zeroCoding(orientation);
        this.coding = coding;
        this.significant = new boolean[height][width];
        this.visited = new boolean[height][width];
        this.refined = new boolean[height][width];
    }

    Block encode() {
        var largest = 0;
        for (var row : values) {
            for (var value : row) {
                largest = Math.max(largest, Math.abs(value));
            }
        }
        var planes = 32 - Integer.numberOfLeadingZeros(largest);
        var segments = new ArrayList<Segment>();
        arithmetic.resetContexts();
        var passes = 0;
        var last = 3 * planes;
        for (var pass = 2; pass < last; pass++) {
            var isRaw = isRaw(pass);
            if (passes == 0) {
                arithmetic.start();
                raw = new StuffedBits();
            }
            passes++;
            code(pass, planes - 1 - pass / 3, isRaw);
            if (coding.resetsContexts()) {
                arithmetic.resetContexts();
            }
            if (pass == last - 1 || endsSegment(pass)) {
                segments.add(new Segment(passes, isRaw ? raw.segment() : arithmetic.flush()));
                passes = 0;
            }
        }
        return new Block(planes, segments);
    }

    private boolean isRaw(int pass) {
        return coding.bypasses() && pass >= 12 && pass % 3 != 2;
    }

    private boolean endsSegment(int pass) {
        return coding.terminatesAll() || coding.bypasses() && pass >= 11 && pass % 3 != 0;
    }

    private void code(int pass, int plane, boolean isRaw) {
        for (var top = 0; top < height; top += 4) {
            for (var x = 0; x < width; x++) {
                var end = Math.min(height, top + 4);
                var y = top;
                if (pass % 3 == 2 && end == top + 4 && isQuiet(top, x)) {
                    while (y < end && bit(y, x, plane) == 0) {
                        y++;
                    }
                    arithmetic.code(17, y < end ? 1 : 0);
                    if (y == end) {
                        continue;
                    }
                    arithmetic.code(18, y - top >> 1);
                    arithmetic.code(18, y - top & 1);
                    codeSign(y, x, false);
                    y++;
                }
                for (; y < end; y++) {
                    switch (pass % 3) {
                        case 0 -> propagate(y, x, plane, isRaw);
                        case 1 -> refine(y, x, plane, isRaw);
                        default -> cleanUp(y, x, plane);
                    }
                }
            }
        }
        if (pass % 3 == 2) {
            for (var row : visited) {
                java.util.Arrays.fill(row, false);
            }
            if (coding.hasSegmentationSymbols()) {
                for (var symbol : new int[] {1, 0, 1, 0}) {
                    arithmetic.code(18, symbol);
                }
            }
        }
    }

    private boolean isQuiet(int top, int x) {
        for (var y = top; y < top + 4; y++) {
            if (significant[y][x] || visited[y][x] || neighbours(y, x) != 0) {
                return false;
            }
        }
        return true;
    }

    private int bit(int y, int x, int plane) {
        return Math.abs(values[y][x]) >> plane & 1;
    }

    private void propagate(int y, int x, int plane, boolean isRaw) {
        if (significant[y][x] || neighbours(y, x) == 0) {
            return;
        }
        emit(zeroCoding[neighbours(y, x)], bit(y, x, plane), isRaw);
        visited[y][x] = true;
        if (bit(y, x, plane) == 1) {
            codeSign(y, x, isRaw);
        }
    }

    private void refine(int y, int x, int plane, boolean isRaw) {
        if (significant[y][x] && !visited[y][x]) {
            emit(refined[y][x] ? 16 : neighbours(y, x) == 0 ? 14 : 15, bit(y, x, plane), isRaw);
            refined[y][x] = true;
        }
    }

    private void cleanUp(int y, int x, int plane) {
        if (!significant[y][x] && !visited[y][x]) {
            emit(zeroCoding[neighbours(y, x)], bit(y, x, plane), false);
            if (bit(y, x, plane) == 1) {
                codeSign(y, x, false);
            }
        }
    }

    private void codeSign(int y, int x, boolean isRaw) {
        var negative = values[y][x] < 0 ? 1 : 0;
        if (isRaw) {
            raw.write(negative);
        } else {
            var negatives = 0;
            var sides = neighbours(y, x) & 15;
            negatives |= (sides & Contexts.NORTH) != 0 && values[y - 1][x] < 0 ? Contexts.NORTH : 0;
            negatives |= (sides & Contexts.SOUTH) != 0 && values[y + 1][x] < 0 ? Contexts.SOUTH : 0;
            negatives |= (sides & Contexts.WEST) != 0 && values[y][x - 1] < 0 ? Contexts.WEST : 0;
            negatives |= (sides & Contexts.EAST) != 0 && values[y][x + 1] < 0 ? Contexts.EAST : 0;
            var context = Contexts.sign(sides, negatives);
            arithmetic.code(context >> 1, negative ^ context & 1);
        }
        significant[y][x] = true;
    }

    private void emit(int context, int bit, boolean isRaw) {
        if (isRaw) {
            raw.write(bit);
        } else {
            arithmetic.code(context, bit);
        }
    }

    private int neighbours(int y, int x) {
        var below = coding.isVerticallyCausal() && y % 4 == 3 ? 0 : 1;
        return at(y - 1, x) * Contexts.NORTH
                | below * at(y + 1, x) * Contexts.SOUTH
                | at(y, x - 1) * Contexts.WEST
                | at(y, x + 1) * Contexts.EAST
                | at(y - 1, x - 1) * Contexts.NORTH_WEST
                | at(y - 1, x + 1) * Contexts.NORTH_EAST
                | below * at(y + 1, x - 1) * Contexts.SOUTH_WEST
                | below * at(y + 1, x + 1) * Contexts.SOUTH_EAST;
    }

    private int at(int y, int x) {
        return y >= 0 && y < height && x >= 0 && x < width && significant[y][x] ? 1 : 0;
    }
}
