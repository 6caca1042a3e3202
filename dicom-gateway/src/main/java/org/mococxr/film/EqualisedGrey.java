package org.mococxr.film;

import java.util.Arrays;
import java.util.stream.IntStream;

/** The arithmetic of {@link GreyRecipe#EQUALISED}, as a lookup table: grey of each table entry, 0..1 in steps of 1/255. */
final class EqualisedGrey {
    private static final int LEVELS = 256;

    private EqualisedGrey() {}

    /**
     * @param histogram how often each entry occurs
     * @param inverted whether low values are bright
     */
    static double[] of(StoredBits bits, int[] histogram, boolean inverted) {
        var levels = levels(bits, histogram, inverted);
        var pixels = new long[LEVELS];
        for (var i = 0; i < histogram.length; i++) {
            pixels[levels[i]] += histogram[i];
        }
        var equalised = equalised(pixels);
        return IntStream.of(levels)
                .mapToDouble(level -> equalised[level] / (double) (LEVELS - 1))
                .toArray();
    }

    /** The 8-bit level of each entry: the range of the film's own values, stretched and cut off to whole numbers. */
    private static int[] levels(StoredBits bits, int[] histogram, boolean inverted) {
        var used = IntStream.range(0, histogram.length)
                .filter(i -> histogram[i] > 0)
                .map(bits::valueAt)
                .summaryStatistics();
        var range = Math.max(1, (double) used.getMax() - used.getMin());
        return IntStream.range(0, histogram.length)
                .map(bits::valueAt)
                .map(value -> (int) ((LEVELS - 1) * (value - used.getMin()) / range))
                .map(level -> Math.max(0, Math.min(LEVELS - 1, level)))
                .map(level -> inverted ? LEVELS - 1 - level : level)
                .toArray();
    }

    /** OpenCV's {@code equalizeHist}: the darkest level that occurs becomes 0, the rest share the range by how many they are. */
    private static int[] equalised(long[] pixels) {
        var darkest = 0;
        while (pixels[darkest] == 0) {
            darkest++;
        }
        var others = Arrays.stream(pixels).sum() - pixels[darkest];
        var table = new int[LEVELS];
        if (others == 0) {
            table[darkest] = darkest; // a film of one value stays what it is
            return table;
        }
        var below = 0L;
        for (var level = darkest + 1; level < LEVELS; level++) {
            below += pixels[level];
            table[level] = (int) Math.rint(below * (double) (LEVELS - 1) / others);
        }
        return table;
    }
}
