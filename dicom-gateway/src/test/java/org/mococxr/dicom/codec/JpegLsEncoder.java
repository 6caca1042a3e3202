package org.mococxr.dicom.codec;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** A plain JPEG-LS encoder after the flow charts of T.87 annex A, for the tests only. */
final class JpegLsEncoder {
    private static final int[] J = {
        0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 9, 10, 11, 12, 13, 14, 15
    };

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final BitWriter bits = new BitWriter(out, true);
    private final LsCoding coding;
    private final int[] a = new int[367];
    private final int[] b = new int[365];
    private final int[] c = new int[365];
    private final int[] n = new int[367];
    private final int[] nn = new int[2];
    private int runIndex;

    private JpegLsEncoder(LsCoding coding) {
        this.coding = coding;
        Arrays.fill(a, Math.max(2, (coding.range() + 32) / 64));
        Arrays.fill(n, 1);
    }

    static byte[] encode(short[] words, FrameShape shape, int precision, int near) {
        var encoder = new JpegLsEncoder(LsCoding.of(precision, near, LsPreset.STANDARD));
        TestEncoders.frame(encoder.out, 0xf7, shape, precision);
        TestEncoders.scanHeader(encoder.out, near, 0, 0);
        encoder.rows(words, shape);
        encoder.bits.align();
        TestEncoders.end(encoder.out);
        return encoder.out.toByteArray();
    }

    private void rows(short[] words, FrameShape shape) {
        var columns = shape.columns();
        var above = new int[columns + 2];
        for (var y = 0; y < shape.rows(); y++) {
            var row = new int[columns + 2];
            row[0] = above[1];
            above[columns + 1] = above[columns];
            for (var x = 1; x <= columns; ) {
                var q = 81 * coding.quantise(above[x + 1] - above[x])
                        + 9 * coding.quantise(above[x] - above[x - 1])
                        + coding.quantise(above[x - 1] - row[x - 1]);
                if (q != 0) {
                    row[x] = regular(q, row[x - 1], above[x], above[x - 1], words[y * columns + x - 1] & 0xffff);
                    x++;
                } else {
                    x = run(words, y * columns, above, row, x, columns);
                }
            }
            above = row;
        }
    }

    private int run(short[] words, int rowStart, int[] above, int[] row, int from, int columns) {
        var x = from;
        var run = row[x - 1];
        while (x <= columns && Math.abs((words[rowStart + x - 1] & 0xffff) - run) <= coding.near()) {
            row[x++] = run;
        }
        var length = x - from;
        while (length >= 1 << J[runIndex]) {
            bits.put(1, 1);
            length -= 1 << J[runIndex];
            runIndex = Math.min(31, runIndex + 1);
        }
        if (x > columns) {
            if (length > 0) {
                bits.put(1, 1);
            }
            return x;
        }
        bits.put(0, 1);
        bits.put(length, J[runIndex]);
        row[x] = afterRun(run, above[x], words[rowStart + x - 1] & 0xffff);
        runIndex = Math.max(0, runIndex - 1);
        return x + 1;
    }

    private int regular(int signed, int left, int up, int corner, int sample) {
        var sign = signed < 0 ? -1 : 1;
        var q = Math.abs(signed);
        int predicted;
        if (corner >= Math.max(left, up)) {
            predicted = Math.min(left, up);
        } else if (corner <= Math.min(left, up)) {
            predicted = Math.max(left, up);
        } else {
            predicted = left + up - corner;
        }
        predicted = Math.max(0, Math.min(coding.largest(), predicted + sign * c[q]));
        var error = quantisedError(sign * (sample - predicted));
        var reconstructed = coding.reconstruct(predicted, sign * error);
        var folded = folded(error);
        var k = 0;
        while (n[q] << k < a[q]) {
            k++;
        }
        int mapped;
        if (coding.near() == 0 && k == 0 && 2 * b[q] <= -n[q]) {
            mapped = folded >= 0 ? 2 * folded + 1 : -2 * (folded + 1);
        } else {
            mapped = folded >= 0 ? 2 * folded : -2 * folded - 1;
        }
        golomb(mapped, k, coding.limit());
        b[q] += folded * (2 * coding.near() + 1);
        a[q] += Math.abs(folded);
        if (n[q] == coding.reset()) {
            a[q] >>= 1;
            b[q] >>= 1;
            n[q] >>= 1;
        }
        n[q]++;
        if (b[q] <= -n[q]) {
            b[q] += n[q];
            c[q] = Math.max(-128, c[q] - 1);
            b[q] = Math.max(b[q], 1 - n[q]);
        } else if (b[q] > 0) {
            b[q] -= n[q];
            c[q] = Math.min(127, c[q] + 1);
            b[q] = Math.min(b[q], 0);
        }
        return reconstructed;
    }

    private int afterRun(int left, int up, int sample) {
        var type = Math.abs(left - up) <= coding.near() ? 1 : 0;
        var q = 365 + type;
        var predicted = type == 1 ? left : up;
        var sign = type == 0 && left > up ? -1 : 1;
        var error = quantisedError(sign * (sample - predicted));
        var reconstructed = coding.reconstruct(predicted, sign * error);
        var folded = folded(error);
        var weight = type == 1 ? a[q] + (n[q] >> 1) : a[q];
        var k = 0;
        while (n[q] << k < weight) {
            k++;
        }
        boolean map;
        if (k == 0 && folded > 0 && 2 * nn[type] < n[q]) {
            map = true;
        } else if (folded < 0 && 2 * nn[type] >= n[q]) {
            map = true;
        } else {
            map = folded < 0 && k != 0;
        }
        var mapped = 2 * Math.abs(folded) - type - (map ? 1 : 0);
        golomb(mapped, k, coding.limit() - J[runIndex] - 1);
        if (folded < 0) {
            nn[type]++;
        }
        a[q] += (mapped + 1 - type) >> 1;
        if (n[q] == coding.reset()) {
            a[q] >>= 1;
            n[q] >>= 1;
            nn[type] >>= 1;
        }
        n[q]++;
        return reconstructed;
    }

    private int quantisedError(int error) {
        var step = 2 * coding.near() + 1;
        return error > 0 ? (coding.near() + error) / step : -(coding.near() - error) / step;
    }

    /** Errors repeat after the range; the one nearest to zero is coded. */
    private int folded(int error) {
        var folded = error < 0 ? error + coding.range() : error;
        return folded >= (coding.range() + 1) / 2 ? folded - coding.range() : folded;
    }

    private void golomb(int mapped, int k, int limit) {
        var longest = limit - coding.errorBits() - 1;
        if (mapped >> k < longest) {
            bits.put(1, (mapped >> k) + 1);
            bits.put(mapped & (1 << k) - 1, k);
        } else {
            bits.put(1, longest + 1);
            bits.put(mapped - 1, coding.errorBits());
        }
    }
}
