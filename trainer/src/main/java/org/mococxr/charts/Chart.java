package org.mococxr.charts;

import java.util.List;

/**
 * Lines over one pair of axes.
 *
 * @param logarithmicX equal distances are equal ratios; marks then stand at positive x, and each x has its tick
 */
public record Chart(String title, String xLabel, String yLabel, boolean logarithmicX, List<Line> lines) {
    public Chart {
        lines = List.copyOf(lines);
        for (var line : lines) {
            for (var mark : line.marks()) {
                if (logarithmicX && !(mark.x() > 0)) {
                    throw new IllegalArgumentException(
                            "a logarithmic axis begins above 0; %s has a mark at %s".formatted(line.name(), mark.x()));
                }
            }
        }
    }

    /** Marks in the order in which they are joined. */
    public record Line(String name, List<Mark> marks) {
        public Line {
            marks = List.copyOf(marks);
        }
    }

    /** A point with its interval. */
    public record Mark(double x, double y, double lower, double upper) {
        public Mark {
            if (!Double.isFinite(x) || !Double.isFinite(y) || !(lower <= y && y <= upper)) {
                throw new IllegalArgumentException("a mark is finite and lies in its interval; was %s, %s in [%s, %s]"
                        .formatted(x, y, lower, upper));
            }
        }

        /** A point without an interval. */
        public static Mark at(double x, double y) {
            return new Mark(x, y, y, y);
        }
    }
}
