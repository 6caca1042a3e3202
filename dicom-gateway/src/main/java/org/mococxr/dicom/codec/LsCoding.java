package org.mococxr.dicom.codec;

/**
 * The derived parameters of a JPEG-LS scan (T.87 A.2, C.2.4.1.1).
 *
 * @param largest MAXVAL, the largest sample
 * @param near how far a decoded sample may be from the original, 0 is lossless
 * @param range of prediction errors
 * @param errorBits qbpp, bits of an escaped error
 * @param limit longest code
 */
record LsCoding(
        int largest,
        int near,
        int threshold1,
        int threshold2,
        int threshold3,
        int reset,
        int range,
        int errorBits,
        int limit) {
    private static final int SMALLEST_RESET = 3;

    static LsCoding of(int precision, int near, LsPreset preset) {
        var largest = preset.largest() > 0 ? preset.largest() : (1 << precision) - 1;
        var standard = standardThresholds(largest, near);
        var t1 = preset.threshold1() > 0 ? preset.threshold1() : standard[0];
        var t2 = preset.threshold2() > 0 ? preset.threshold2() : standard[1];
        var t3 = preset.threshold3() > 0 ? preset.threshold3() : standard[2];
        var reset = preset.reset() > 0 ? preset.reset() : 64;
        if (largest >= 1 << precision
                || near > Math.min(255, largest / 2)
                || t1 <= near
                || t2 < t1
                || t3 < t2
                || t3 > largest
                || reset < SMALLEST_RESET) {
            throw new PixelsUnreadableException("JPEG-LS parameters that contradict each other");
        }
        var range = (largest + 2 * near) / (2 * near + 1) + 1;
        var sampleBits = Math.max(2, bitsOf(largest));
        return new LsCoding(
                largest, near, t1, t2, t3, reset, range, bitsOf(range - 1), 2 * (sampleBits + Math.max(8, sampleBits)));
    }

    private static int bitsOf(int value) {
        return 32 - Integer.numberOfLeadingZeros(value);
    }

    private static int[] standardThresholds(int largest, int near) {
        if (largest >= 128) {
            var factor = (Math.min(largest, 4095) + 128) >> 8;
            var t1 = within(factor + 2 + 3 * near, near + 1, largest);
            var t2 = within(factor * 4 + 3 + 5 * near, t1, largest);
            return new int[] {t1, t2, within(factor * 17 + 4 + 7 * near, t2, largest)};
        }
        var factor = 256 / (largest + 1);
        var t1 = within(Math.max(2, 3 / factor + 3 * near), near + 1, largest);
        var t2 = within(Math.max(3, 7 / factor + 5 * near), t1, largest);
        return new int[] {t1, t2, within(Math.max(4, 21 / factor + 7 * near), t2, largest)};
    }

    /** The standard's CLAMP: what is out of range takes the lower bound. */
    private static int within(int value, int low, int high) {
        return value > high || value < low ? low : value;
    }

    /** The region of a local gradient, -4..4 (T.87 A.3.3). */
    int quantise(int gradient) {
        var magnitude = Math.abs(gradient);
        if (magnitude <= near) {
            return 0;
        }
        var region = magnitude < threshold1 ? 1 : magnitude < threshold2 ? 2 : magnitude < threshold3 ? 3 : 4;
        return gradient < 0 ? -region : region;
    }

    /** A prediction plus a dequantised error, brought back into range (T.87 A.4.5). */
    int reconstruct(int predicted, int error) {
        var step = 2 * near + 1;
        var value = predicted + error * step;
        if (value < -near) {
            value += range * step;
        } else if (value > largest + near) {
            value -= range * step;
        }
        return Math.max(0, Math.min(largest, value));
    }
}
