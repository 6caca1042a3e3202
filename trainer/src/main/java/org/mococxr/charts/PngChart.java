package org.mococxr.charts;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.mococxr.observation.DiskTrouble;

/** A chart as a PNG picture, twice as fine as the SVG's pixels. */
public final class PngChart {
    private static final int FINER = 2;

    private PngChart() {}

    /** @throws UncheckedIOException if the file cannot be written */
    public static void write(Chart chart, Path file) {
        var image = new BufferedImage(
                FINER * ChartPainter.WIDTH, FINER * ChartPainter.height(chart), BufferedImage.TYPE_INT_RGB);
        var graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
        graphics.scale(FINER, FINER);
        ChartPainter.paint(chart, new PixelPaper(graphics));
        graphics.dispose();
        try {
            ImageIO.write(image, "png", file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the chart " + file + ": " + DiskTrouble.inWords(e), e);
        }
    }

    private record PixelPaper(Graphics2D graphics) implements Paper {
        @Override
        public void line(double x1, double y1, double x2, double y2, int colour, double width) {
            graphics.setColor(new Color(colour));
            graphics.setStroke(new BasicStroke((float) width));
            graphics.draw(new Line2D.Double(x1, y1, x2, y2));
        }

        @Override
        public void dot(double x, double y, double radius, int colour) {
            graphics.setColor(new Color(colour));
            graphics.fill(new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius));
        }

        @Override
        public void text(double x, double y, String text, Anchor anchor, int sizePixels, int colour) {
            graphics.setColor(new Color(colour));
            graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, sizePixels));
            var width = graphics.getFontMetrics().stringWidth(text);
            var left = switch (anchor) {
                case START -> x;
                case MIDDLE -> x - width / 2.0;
                case END -> x - width;
            };
            graphics.drawString(text, (float) left, (float) y);
        }

        @Override
        public void uprightText(double x, double y, String text, int sizePixels, int colour) {
            var before = graphics.getTransform();
            graphics.translate(x, y);
            graphics.rotate(-Math.PI / 2);
            text(0, 0, text, Anchor.MIDDLE, sizePixels, colour);
            graphics.setTransform(before);
        }
    }
}
