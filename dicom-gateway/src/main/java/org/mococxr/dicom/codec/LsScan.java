package org.mococxr.dicom.codec;

import java.util.Arrays;

/** Decodes the scan of a one-component JPEG-LS frame, lossless or near-lossless (T.87 annex A). */
final class LsScan {
    /** J of T.87 A.2.1: the run lengths grow with each full run. */
    private static final int[] RUN_BITS = {
        0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 9, 10, 11, 12, 13, 14, 15
    };

    private static final int CONTEXTS = 365;

    /** Two more contexts for what ends a run: neighbours differ, neighbours agree. */
    private static final int RUN_CONTEXTS = 2;

    private static final int LARGEST_GOLOMB = 30;
    private static final int LARGEST_CORRECTION = 127;

    private final EntropyBits bits;
    private final FrameShape shape;
    private final LsCoding coding;

    // A, B, C, N and Nn of T.87 A.2.1
    private final int[] magnitudes = new int[CONTEXTS + RUN_CONTEXTS];
    private final int[] biases = new int[CONTEXTS];
    private final int[] corrections = new int[CONTEXTS];
    private final int[] counts = new int[CONTEXTS + RUN_CONTEXTS];
    private final int[] negatives = new int[RUN_CONTEXTS];
    private int runIndex;

    LsScan(EntropyBits bits, FrameShape shape, LsCoding coding) {
        this.bits = bits;
        this.shape = shape;
        this.coding = coding;
        Arrays.fill(magnitudes, Math.max(2, (coding.range() + 32) / 64));
        Arrays.fill(counts, 1);
    }

    short[] decode() {
        var columns = shape.columns();
        var pixels = new short[shape.pixels()];
        // One more sample at each side: left of the row is the one above it, right of it the last one repeated.
        var above = new int[columns + 2];
        var row = new int[columns + 2];
        for (var y = 0; y < shape.rows(); y++) {
            row[0] = above[1];
            above[columns + 1] = above[columns];
            decodeRow(above, row);
            for (var x = 0; x < columns; x++) {
                pixels[y * columns + x] = (short) row[x + 1];
            }
            var next = above;
            above = row;
            row = next;
        }
        return pixels;
    }

    private void decodeRow(int[] above, int[] row) {
        var columns = shape.columns();
        var x = 1;
        while (x <= columns) {
            var context = 81 * coding.quantise(above[x + 1] - above[x])
                    + 9 * coding.quantise(above[x] - above[x - 1])
                    + coding.quantise(above[x - 1] - row[x - 1]);
            if (context != 0) {
                row[x] = regular(context, row[x - 1], above[x], above[x - 1]);
                x++;
                continue;
            }
            var length = runLength(columns - x + 1);
            Arrays.fill(row, x, x + length, row[x - 1]);
            x += length;
            if (x <= columns) {
                row[x] = afterRun(row[x - 1], above[x]);
                x++;
                runIndex = Math.max(0, runIndex - 1);
            }
        }
    }

    /** T.87 A.7.1: whole runs as ones, the rest as a number. */
    private int runLength(int remaining) {
        var length = 0;
        while (bits.take(1) == 1) {
            var whole = 1 << RUN_BITS[runIndex];
            var taken = Math.min(whole, remaining - length);
            length += taken;
            if (taken == whole) {
                runIndex = Math.min(RUN_BITS.length - 1, runIndex + 1);
            }
            if (length == remaining) {
                return length;
            }
        }
        var rest = bits.take(RUN_BITS[runIndex]);
        if (length + rest >= remaining) {
            throw new PixelsUnreadableException("a JPEG-LS run beyond the end of its row");
        }
        return length + rest;
    }

    /** T.87 A.4 to A.6: predict from the edge, correct by what the context has learnt, add the error. */
    private int regular(int signedContext, int left, int up, int corner) {
        var sign = signedContext < 0 ? -1 : 1;
        var context = Math.abs(signedContext);
        var predicted = edgePrediction(left, up, corner) + sign * corrections[context];
        predicted = Math.max(0, Math.min(coding.largest(), predicted));
        var k = golombParameter(context, magnitudes[context]);
        var error = unmapped(golomb(k, coding.limit()));
        if (coding.near() == 0 && k == 0 && 2 * biases[context] <= -counts[context]) {
            error = -(error + 1);
        }
        learn(context, error);
        return coding.reconstruct(predicted, sign * error);
    }

    private static int edgePrediction(int left, int up, int corner) {
        if (corner >= Math.max(left, up)) {
            return Math.min(left, up);
        }
        return corner <= Math.min(left, up) ? Math.max(left, up) : left + up - corner;
    }

    private static int unmapped(int mapped) {
        return (mapped & 1) == 0 ? mapped >> 1 : -((mapped + 1) >> 1);
    }

    private void learn(int context, int error) {
        biases[context] += error * (2 * coding.near() + 1);
        magnitudes[context] += Math.abs(error);
        if (counts[context] == coding.reset()) {
            magnitudes[context] >>= 1;
            biases[context] >>= 1;
            counts[context] >>= 1;
        }
        var count = ++counts[context];
        if (biases[context] <= -count) {
            corrections[context] = Math.max(-LARGEST_CORRECTION - 1, corrections[context] - 1);
            biases[context] = Math.max(biases[context] + count, 1 - count);
        } else if (biases[context] > 0) {
            corrections[context] = Math.min(LARGEST_CORRECTION, corrections[context] + 1);
            biases[context] = Math.min(biases[context] - count, 0);
        }
    }

    /** T.87 A.7.2: the sample that ended a run. */
    private int afterRun(int left, int up) {
        var type = Math.abs(left - up) <= coding.near() ? 1 : 0;
        var context = CONTEXTS + type;
        var predicted = type == 1 ? left : up;
        var sign = type == 0 && left > up ? -1 : 1;
        var weight = type == 1 ? magnitudes[context] + (counts[context] >> 1) : magnitudes[context];
        var k = golombParameter(context, weight);
        var mapped = golomb(k, coding.limit() - RUN_BITS[runIndex] - 1);
        var odd = (mapped + type & 1) == 1;
        var magnitude = (mapped + type + 1) >> 1;
        var mostlyNegative = k != 0 || 2 * negatives[type] >= counts[context];
        var error = mostlyNegative == odd ? -magnitude : magnitude;
        if (error < 0) {
            negatives[type]++;
        }
        magnitudes[context] += (mapped + 1 - type) >> 1;
        if (counts[context] == coding.reset()) {
            magnitudes[context] >>= 1;
            counts[context] >>= 1;
            negatives[type] >>= 1;
        }
        counts[context]++;
        return coding.reconstruct(predicted, sign * error);
    }

    /** The smallest k whose 2^k times the count reaches the sum of magnitudes; hostile streams would have it grow for ever. */
    private int golombParameter(int context, int weight) {
        var k = 0;
        while ((long) counts[context] << k < weight) {
            if (++k > LARGEST_GOLOMB) {
                throw new PixelsUnreadableException("JPEG-LS errors that grow without end");
            }
        }
        return k;
    }

    /** A Golomb code of limited length (T.87 A.5.3). */
    private int golomb(int k, int limit) {
        var longest = limit - coding.errorBits() - 1;
        var quotient = bits.zerosBeforeOne(longest);
        return quotient < longest ? (quotient << k) + bits.take(k) : bits.take(coding.errorBits()) + 1;
    }
}
