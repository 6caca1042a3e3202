package org.mococxr.onnx;

/** IEEE 754 binary16. */
final class Half {
    private static final int LARGEST = 0x477fe000; // 65504 as float bits
    private static final int SMALLEST_NORMAL = 0x38800000; // 2^-14

    private Half() {}

    /** Rounds to nearest, ties to even. */
    static short of(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = bits >>> 16 & 0x8000;
        int magnitude = bits & 0x7fffffff;
        if (magnitude > LARGEST) {
            throw new IllegalArgumentException(
                    "a weight of " + value + " does not fit 16 bits; store the weights as fp32");
        }
        if (magnitude < SMALLEST_NORMAL) {
            return (short) (sign | (int) Math.rint(Math.abs(value) * 0x1p24));
        }
        int rounded = magnitude + 0xfff + (magnitude >>> 13 & 1);
        return (short) (sign | (rounded - 0x38000000) >>> 13);
    }

    /** Of a finite half. */
    static float toFloat(short half) {
        int exponent = half >> 10 & 31;
        int fraction = half & 1023;
        float magnitude = exponent == 0 ? fraction * 0x1p-24f : Math.scalb(1024f + fraction, exponent - 25);
        return half < 0 ? -magnitude : magnitude;
    }
}
