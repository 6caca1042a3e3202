package org.mococxr.charts;

import java.util.Locale;

/** A chart as a self-contained SVG element. */
public final class SvgChart {
    private SvgChart() {}

    public static String of(Chart chart) {
        var height = ChartPainter.height(chart);
        var paper = new SvgPaper();
        ChartPainter.paint(chart, paper);
        return """
                <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %1$d %2$d" role="img" aria-label="%s" \
                font-family="sans-serif"><rect width="100%%" height="100%%" fill="#ffffff"/>
                %s</svg>
                """.formatted(ChartPainter.WIDTH, height, escaped(chart.title()), paper.elements);
    }

    /** For text and attributes of SVG and HTML. */
    public static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private static final class SvgPaper implements Paper {
        private final StringBuilder elements = new StringBuilder();

        private void add(String element, Object... values) {
            elements.append(String.format(Locale.ROOT, element, values)).append('\n');
        }

        @Override
        public void line(double x1, double y1, double x2, double y2, int colour, double width) {
            add(
                    "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#%06x\" stroke-width=\"%.1f\"/>",
                    x1, y1, x2, y2, colour, width);
        }

        @Override
        public void dot(double x, double y, double radius, int colour) {
            add("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" fill=\"#%06x\"/>", x, y, radius, colour);
        }

        @Override
        public void text(double x, double y, String text, Anchor anchor, int sizePixels, int colour) {
            add(
                    "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" font-size=\"%d\" fill=\"#%06x\">%s</text>",
                    x, y, anchor.name().toLowerCase(Locale.ROOT), sizePixels, colour, escaped(text));
        }

        @Override
        public void uprightText(double x, double y, String text, int sizePixels, int colour) {
            add(
                    "<text transform=\"translate(%.1f %.1f) rotate(-90)\" text-anchor=\"middle\" font-size=\"%d\" fill=\"#%06x\">%s</text>",
                    x, y, sizePixels, colour, escaped(text));
        }
    }
}
