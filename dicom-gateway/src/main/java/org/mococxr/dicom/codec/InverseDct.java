package org.mococxr.dicom.codec;

/**
 * The inverse DCT of 8 x 8 blocks after Loeffler, Ligtenberg and Moschytz, in the fixed-point form of the Independent JPEG
 * Group's accurate integer transform, so that lossy films decode to the same pixels here as in DCMTK.
 */
final class InverseDct {
    private static final int CONSTANT_BITS = 13;

    // Fixed-point 0.298631336, 0.390180644, 0.541196100, 0.765366865, 0.899976223, 1.175875602, 1.501321110,
    // 1.847759065,
    // 1.961570560, 2.053119869, 2.562915447, 3.072711026
    private static final int F_0_298 = 2446;
    private static final int F_0_390 = 3196;
    private static final int F_0_541 = 4433;
    private static final int F_0_765 = 6270;
    private static final int F_0_899 = 7373;
    private static final int F_1_175 = 9633;
    private static final int F_1_501 = 12299;
    private static final int F_1_847 = 15137;
    private static final int F_1_961 = 16069;
    private static final int F_2_053 = 16819;
    private static final int F_2_562 = 20995;
    private static final int F_3_072 = 25172;

    /** Extra bits kept between the passes: fewer at 12 bits, so that 32 bits would have been enough. */
    private final int passBits;

    private final int largest;
    private final int centre;
    private final long[] between = new long[64];

    InverseDct(int precision) {
        passBits = precision == 8 ? 2 : 1;
        largest = (1 << precision) - 1;
        centre = 1 << (precision - 1);
    }

    /** @param coefficients [64], dequantised; @param samples [64], 0 to full scale */
    void apply(int[] coefficients, int[] samples) {
        var line = new long[8];
        for (var x = 0; x < 8; x++) {
            for (var y = 0; y < 8; y++) {
                line[y] = coefficients[y * 8 + x];
            }
            transform(line, CONSTANT_BITS - passBits);
            for (var y = 0; y < 8; y++) {
                between[y * 8 + x] = line[y];
            }
        }
        for (var y = 0; y < 8; y++) {
            System.arraycopy(between, y * 8, line, 0, 8);
            transform(line, CONSTANT_BITS + passBits + 3);
            for (var x = 0; x < 8; x++) {
                samples[y * 8 + x] = (int) Math.max(0, Math.min(largest, line[x] + centre));
            }
        }
    }

    /** One row or column in place; the result is rounded and shifted right. */
    private static void transform(long[] v, int shift) {
        var evenSum = (v[2] + v[6]) * F_0_541;
        var even2 = evenSum - v[6] * F_1_847;
        var even3 = evenSum + v[2] * F_0_765;
        var even0 = (v[0] + v[4]) << CONSTANT_BITS;
        var even1 = (v[0] - v[4]) << CONSTANT_BITS;
        var a0 = even0 + even3;
        var a3 = even0 - even3;
        var a1 = even1 + even2;
        var a2 = even1 - even2;

        var oddSum = (v[7] + v[3] + v[5] + v[1]) * F_1_175;
        var z1 = (v[7] + v[1]) * -F_0_899;
        var z2 = (v[5] + v[3]) * -F_2_562;
        var z3 = (v[7] + v[3]) * -F_1_961 + oddSum;
        var z4 = (v[5] + v[1]) * -F_0_390 + oddSum;
        var b0 = v[7] * F_0_298 + z1 + z3;
        var b1 = v[5] * F_2_053 + z2 + z4;
        var b2 = v[3] * F_3_072 + z2 + z3;
        var b3 = v[1] * F_1_501 + z1 + z4;

        var rounding = 1L << (shift - 1);
        v[0] = (a0 + b3 + rounding) >> shift;
        v[7] = (a0 - b3 + rounding) >> shift;
        v[1] = (a1 + b2 + rounding) >> shift;
        v[6] = (a1 - b2 + rounding) >> shift;
        v[2] = (a2 + b1 + rounding) >> shift;
        v[5] = (a2 - b1 + rounding) >> shift;
        v[3] = (a3 + b0 + rounding) >> shift;
        v[4] = (a3 - b0 + rounding) >> shift;
    }
}
