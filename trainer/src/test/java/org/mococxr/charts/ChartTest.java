package org.mococxr.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChartTest {
    private static final Chart CHART = new Chart(
            "AUROC & shares",
            "share of patients, %",
            "AUROC",
            true,
            List.of(
                    new Chart.Line("imagenet", List.of(new Chart.Mark(1, 0.7, 0.6, 0.8), Chart.Mark.at(100, 0.8))),
                    new Chart.Line("moco", List.of(Chart.Mark.at(1, 0.75), Chart.Mark.at(100, 0.85)))));

    @TempDir
    private Path folder = Path.of("");

    @Test
    void anSvgIsWellFormedAndNamesItsAxesAndLines() throws Exception {
        var svg = SvgChart.of(CHART);

        var document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
        var texts = document.getElementsByTagName("text");
        var said = new ArrayList<String>();
        for (var i = 0; i < texts.getLength(); i++) {
            said.add(texts.item(i).getTextContent());
        }
        assertThat(said).contains("AUROC & shares", "share of patients, %", "AUROC", "imagenet", "moco", "1", "100");
        assertThat(svg).contains("#0072b2", "#d55e00");
        assertThat(svg).doesNotContain("NaN");
    }

    @Test
    void equalRatiosAreEqualDistancesOnALogarithmicAxis() {
        var ticks = new Chart(
                "t",
                "x",
                "y",
                true,
                List.of(new Chart.Line(
                        "a", List.of(Chart.Mark.at(1, 1), Chart.Mark.at(10, 2), Chart.Mark.at(100, 3)))));
        var places = new ArrayList<Double>();
        ChartPainter.paint(ticks, new RecordingPaper(places));

        assertThat(places.get(1) - places.get(0)).isCloseTo(places.get(2) - places.get(1), within(1e-9));
    }

    /** Remembers where the middle-anchored texts 1, 10 and 100 stand: the ticks. */
    private record RecordingPaper(List<Double> places) implements Paper {
        @Override
        public void line(double x1, double y1, double x2, double y2, int colour, double width) {}

        @Override
        public void dot(double x, double y, double radius, int colour) {}

        @Override
        public void text(double x, double y, String text, Anchor anchor, int sizePixels, int colour) {
            if (anchor == Anchor.MIDDLE && text.matches("10*")) {
                places.add(x);
            }
        }

        @Override
        public void uprightText(double x, double y, String text, int sizePixels, int colour) {}
    }

    @Test
    void aPngHasInkOfEachLine() throws IOException {
        var file = folder.resolve("chart.png");

        PngChart.write(CHART, file);

        var image = ImageIO.read(file.toFile());
        var colours = new HashSet<Integer>();
        for (var y = 0; y < image.getHeight(); y++) {
            for (var x = 0; x < image.getWidth(); x++) {
                colours.add(image.getRGB(x, y) & 0xffffff);
            }
        }
        assertThat(colours).contains(0xffffff, 0x0072b2, 0xd55e00);
    }

    @Test
    void aSingleMarkAndAFlatLineStillHaveAxes() {
        var flat = new Chart("t", "x", "y", false, List.of(new Chart.Line("a", List.of(Chart.Mark.at(3, 0)))));

        assertThat(SvgChart.of(flat)).doesNotContain("NaN", "Infinity").contains("<circle");
    }

    @Test
    void refusesMarksThatCannotBeDrawn() {
        assertThatThrownBy(() -> new Chart.Mark(1, 0.5, 0.6, 0.7)).hasMessageContaining("lies in its interval");
        assertThatThrownBy(() ->
                        new Chart("t", "x", "y", true, List.of(new Chart.Line("a", List.of(Chart.Mark.at(0, 1))))))
                .hasMessageContaining("a logarithmic axis begins above 0");
    }
}
