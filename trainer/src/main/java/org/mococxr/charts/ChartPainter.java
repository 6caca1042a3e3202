package org.mococxr.charts;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.mococxr.charts.Paper.Anchor;

/** Draws a chart: axes with ticks at round numbers, lines with marks and intervals, a legend below. */
final class ChartPainter {
    static final int WIDTH = 640;
    static final int PLOT_HEIGHT = 300;

    private static final int LEFT = 64;
    private static final int RIGHT = WIDTH - 20;
    private static final int TOP = 36;
    private static final int BOTTOM = TOP + PLOT_HEIGHT;
    private static final int LEGEND_ROW = 20;
    private static final int INK = 0x222222;
    private static final int GRID = 0xdddddd;
    private static final int TEXT = 12;

    /** Okabe and Ito's, which most colour-blind people tell apart. */
    private static final int[] COLOURS = {0x0072b2, 0xd55e00, 0x009e73, 0xcc79a7, 0xe69f00, 0x56b4e9, 0x000000};

    private final Chart chart;
    private final Paper paper;
    private final Range x;
    private final Range y;

    /** From low to high, never empty. */
    private record Range(double low, double high) {
        double share(double value) {
            return (value - low) / (high - low);
        }
    }

    private ChartPainter(Chart chart, Paper paper) {
        this.chart = chart;
        this.paper = paper;
        this.x = range(
                marks().stream()
                        .map(mark -> new Range(scaled(mark.x()), scaled(mark.x())))
                        .toList(),
                0.02);
        this.y = range(
                marks().stream()
                        .map(mark -> new Range(mark.lower(), mark.upper()))
                        .toList(),
                0.05);
    }

    static void paint(Chart chart, Paper paper) {
        new ChartPainter(chart, paper).paint();
    }

    static int height(Chart chart) {
        return BOTTOM + 48 + LEGEND_ROW * chart.lines().size();
    }

    static int colour(int line) {
        return COLOURS[line % COLOURS.length];
    }

    private List<Chart.Mark> marks() {
        return chart.lines().stream().flatMap(line -> line.marks().stream()).toList();
    }

    private double scaled(double value) {
        return chart.logarithmicX() ? Math.log10(value) : value;
    }

    private static Range range(List<Range> parts, double marginFraction) {
        var low = parts.stream().mapToDouble(Range::low).min().orElse(0);
        var high = parts.stream().mapToDouble(Range::high).max().orElse(1);
        var margin = high > low ? (high - low) * marginFraction : Math.max(0.5, Math.abs(low) * marginFraction);
        return new Range(low - margin, high + margin);
    }

    private void paint() {
        paper.text(LEFT, TOP - 14, chart.title(), Anchor.START, TEXT + 2, INK);
        for (var tick : roundNumbers(y)) {
            paper.line(LEFT, atY(tick), RIGHT, atY(tick), GRID, 1);
            paper.text(LEFT - 6, atY(tick) + 4, inFigures(tick), Anchor.END, TEXT, INK);
        }
        for (var tick : xTicks()) {
            paper.line(atX(tick), BOTTOM, atX(tick), BOTTOM + 4, INK, 1);
            paper.text(atX(tick), BOTTOM + 18, inFigures(tick), Anchor.MIDDLE, TEXT, INK);
        }
        paper.line(LEFT, BOTTOM, RIGHT, BOTTOM, INK, 1);
        paper.line(LEFT, TOP, LEFT, BOTTOM, INK, 1);
        paper.text((LEFT + RIGHT) / 2.0, BOTTOM + 36, chart.xLabel(), Anchor.MIDDLE, TEXT, INK);
        paper.uprightText(16, (TOP + BOTTOM) / 2.0, chart.yLabel(), TEXT, INK);
        for (var i = 0; i < chart.lines().size(); i++) {
            line(i);
            var row = BOTTOM + 56 + LEGEND_ROW * i;
            paper.line(LEFT, row - 4, LEFT + 24, row - 4, colour(i), 2);
            paper.text(LEFT + 32, row, chart.lines().get(i).name(), Anchor.START, TEXT, INK);
        }
    }

    /** Each line a little aside of the others where it has intervals, so that these can be told apart. */
    private void line(int index) {
        var marks = chart.lines().get(index).marks();
        var intervals = marks.stream().anyMatch(mark -> mark.upper() > mark.lower());
        var aside = intervals ? 5 * (index - (chart.lines().size() - 1) / 2.0) : 0;
        for (var i = 0; i < marks.size(); i++) {
            var mark = marks.get(i);
            var at = atX(mark.x()) + aside;
            if (i > 0) {
                var before = marks.get(i - 1);
                paper.line(atX(before.x()) + aside, atY(before.y()), at, atY(mark.y()), colour(index), 2);
            }
            if (mark.upper() > mark.lower()) {
                paper.line(at, atY(mark.lower()), at, atY(mark.upper()), colour(index), 1);
            }
            if (intervals || marks.size() == 1) {
                paper.dot(at, atY(mark.y()), 3.5, colour(index));
            }
        }
    }

    private double atX(double value) {
        return LEFT + (RIGHT - LEFT) * x.share(scaled(value));
    }

    private double atY(double value) {
        return BOTTOM - (BOTTOM - TOP) * y.share(value);
    }

    private List<Double> xTicks() {
        return chart.logarithmicX()
                ? marks().stream().map(Chart.Mark::x).distinct().sorted().toList()
                : roundNumbers(x);
    }

    /** Four to ten multiples of 1, 2 or 5 times a power of ten. */
    private static List<Double> roundNumbers(Range range) {
        var rough = (range.high() - range.low()) / 5;
        var power = Math.pow(10, Math.floor(Math.log10(rough)));
        var step = rough / power < 1.5
                ? power
                : rough / power < 3.5 ? 2 * power : rough / power < 7.5 ? 5 * power : 10 * power;
        var ticks = new ArrayList<Double>();
        for (var i = Math.ceil(range.low() / step); i * step <= range.high(); i++) {
            ticks.add(i * step);
        }
        return ticks;
    }

    private static String inFigures(double value) {
        var text = String.format(Locale.ROOT, "%.4g", Math.abs(value) < 1e-12 ? 0 : value);
        return text.contains("e") || !text.contains(".") ? text : text.replaceFirst("\\.?0+$", "");
    }
}
