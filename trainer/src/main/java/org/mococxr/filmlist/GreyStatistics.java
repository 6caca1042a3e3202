package org.mococxr.filmlist;

/** Mean and standard deviation of prepared grey, 0..1: what normalises a network's input. */
public record GreyStatistics(double mean, double std) {
    static GreyStatistics of(long[] histogram) {
        var count = 0L;
        var sum = 0.0;
        var squares = 0.0;
        for (var value = 0; value < histogram.length; value++) {
            var grey = value / 255.0;
            count += histogram[value];
            sum += histogram[value] * grey;
            squares += histogram[value] * grey * grey;
        }
        var mean = sum / count;
        return new GreyStatistics(rounded(mean), rounded(Math.sqrt(Math.max(0, squares / count - mean * mean))));
    }

    /** Four digits: a figure that people can copy. */
    private static double rounded(double value) {
        return Math.round(value * 1e4) / 1e4;
    }
}
