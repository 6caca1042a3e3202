package org.mococxr.report;

import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.mococxr.film.DisplayPicture;
import org.mococxr.film.Placement;
import org.mococxr.film.Rendering;

/** Draws the film with its heat maps side by side, and below them what was found, by what, and what it is not. */
final class AnnotatedFilm {
    static final String WARNING = "RESEARCH USE ONLY - NOT A MEDICAL DEVICE";

    private static final int NARROWEST_PIXELS = 720;
    private static final int MARGIN_PIXELS = 10;
    private static final int GAP_PIXELS = 4;
    private static final double TEXT_PIXELS = 12;
    private static final double WARNING_PIXELS = 15;
    private static final int LINE_PIXELS = 24;
    /** Where finding, score, decision and cut-off begin. */
    private static final int[] TABLE_PIXELS = {0, 180, 240, 400};

    private static final int BACKGROUND = 0x101418;
    private static final int TEXT = 0xE6E9EC;
    private static final int FAINT = 0xA8B0B8;
    private static final int AMBER = 0xFFC24B;
    private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss xxx", Locale.ROOT);

    private static final Lettering TEXT_LETTERS = new Lettering(TEXT_PIXELS);
    private static final Lettering WARNING_LETTERS = new Lettering(WARNING_PIXELS);

    private final ScreeningReport report;
    private final Rendering rendering;
    private final DisplayPicture film;
    private final Placement placement;
    private final List<HeatMap> heatMaps;

    private AnnotatedFilm(
            ScreeningReport report,
            Rendering rendering,
            DisplayPicture film,
            Placement placement,
            List<HeatMap> heatMaps) {
        this.report = report;
        this.rendering = rendering;
        this.film = film;
        this.placement = placement;
        this.heatMaps = heatMaps;
    }

    /** @param placement where the film lies in the square that the heat maps cover */
    static ColourPicture draw(ScreeningReport report, FilmPrint print, Placement placement, List<HeatMap> heatMaps) {
        if (placement.filmRows() != print.filmRows() || placement.filmColumns() != print.filmColumns()) {
            throw new IllegalArgumentException("the placement is of a film of %d x %d pixels, the film has %d x %d"
                    .formatted(placement.filmRows(), placement.filmColumns(), print.filmRows(), print.filmColumns()));
        }
        var shown = heatMaps.stream()
                .filter(heatMap -> isWorthShowing(report, heatMap.finding()))
                .toList();
        return new AnnotatedFilm(report, print.rendering(), print.picture(), placement, shown).draw();
    }

    /** A heat map is scaled to its own peak: for a finding that is not there it would colour noise. */
    private static boolean isWorthShowing(ScreeningReport report, ReportedFinding finding) {
        return report.findings().stream()
                .anyMatch(result -> result.finding().equals(finding) && result.decision() != Decision.NOT_SUGGESTIVE);
    }

    private ColourPicture draw() {
        int pictures = Math.max(1, heatMaps.size());
        int picturesWidth = pictures * film.columns() + (pictures - 1) * GAP_PIXELS;
        int width = Math.max(NARROWEST_PIXELS, picturesWidth) + 1 & ~1; // even, as 8-bit pixel data likes it
        var lines = lines();
        int panelTop = LINE_PIXELS + film.rows();
        int height = panelTop + LINE_PIXELS * (lines.size() + 1) + MARGIN_PIXELS * 2;
        var picture = new ColourPicture(height, width);
        picture.fill(BACKGROUND);

        int left = (width - picturesWidth) / 2;
        if (heatMaps.isEmpty()) {
            caption(picture, left, "Film without heat map");
            picture.paste(film, LINE_PIXELS, left);
        }
        for (int i = 0; i < heatMaps.size(); i++) {
            int at = left + i * (film.columns() + GAP_PIXELS);
            caption(picture, at, "Heat map: " + heatMaps.get(i).finding().words());
            picture.paste(film, LINE_PIXELS, at);
            overlay(picture, at, heatMaps.get(i));
        }
        panel(picture, panelTop + MARGIN_PIXELS, lines);
        return picture;
    }

    private void caption(ColourPicture picture, int left, String words) {
        double room = film.columns() - 2.0 * MARGIN_PIXELS;
        TEXT_LETTERS.write(
                picture,
                TEXT_LETTERS.fitting(words, room),
                (LINE_PIXELS - TEXT_PIXELS) / 2,
                left + MARGIN_PIXELS,
                TEXT);
    }

    private void overlay(ColourPicture picture, int left, HeatMap heatMap) {
        float[][] activation = heatMap.sampled(down(), across()); // [rows,columns] of the film as shown
        for (int row = 0; row < film.rows(); row++) {
            float[] values = activation[row];
            for (int column = 0; column < film.columns(); column++) {
                float value = values[column];
                if (value > HeatColours.FROM) {
                    picture.blend(
                            LINE_PIXELS + row, left + column, HeatColours.colour(value), HeatColours.alpha(value));
                }
            }
        }
        outline(picture, left, activation);
    }

    /** Where the middle of each row of the film as shown lies in the prepared square, 0 top to 1 bottom. */
    private double[] down() {
        double[] down = new double[film.rows()];
        for (int row = 0; row < down.length; row++) {
            double filmRow = (row + 0.5) * placement.filmRows() / down.length;
            down[row] = placement.preparedRow(filmRow) / placement.sizePixels();
        }
        return down;
    }

    /** Where the middle of each column of the film as shown lies in the prepared square, 0 left to 1 right. */
    private double[] across() {
        double[] across = new double[film.columns()];
        for (int column = 0; column < across.length; column++) {
            double filmColumn = (column + 0.5) * placement.filmColumns() / across.length;
            across[column] = placement.preparedColumn(filmColumn) / placement.sizePixels();
        }
        return across;
    }

    private void outline(ColourPicture picture, int left, float[][] activation) {
        for (int row = 0; row + 1 < film.rows(); row++) {
            float[] here = activation[row];
            float[] below = activation[row + 1];
            for (int column = 0; column + 1 < film.columns(); column++) {
                boolean hot = here[column] >= HeatColours.OUTLINE;
                boolean rightHot = here[column + 1] >= HeatColours.OUTLINE;
                boolean belowHot = below[column] >= HeatColours.OUTLINE;
                if (hot != rightHot || hot != belowHot) {
                    picture.blend(LINE_PIXELS + row, left + column, HeatColours.OUTLINE_COLOUR, 0.9f);
                }
            }
        }
    }

    private record Line(List<String> columns, int colour) {}

    private List<Line> lines() {
        var lines = new ArrayList<Line>();
        for (var result : report.findings()) {
            lines.add(new Line(
                    List.of(
                            result.finding().words(),
                            String.format(Locale.ROOT, "%.2f", result.probability()),
                            result.decision().words(),
                            String.format(
                                    Locale.ROOT,
                                    "cut-off %.2f (%s)",
                                    result.thresholdProbability(),
                                    result.operatingPoint())),
                    result.decision() == Decision.NOT_SUGGESTIVE ? TEXT : AMBER));
        }
        var model = report.model();
        lines.add(faint("A hint for the reader, not a diagnosis. Scores are 0 to 1."));
        if (!heatMaps.isEmpty()) {
            lines.add(faint("Colour: where the model found support, outline at half its peak. Not a measurement."));
        }
        lines.add(faint("%s %s, model %s %s (%s)"
                .formatted(
                        DeviceIdentity.PRODUCT,
                        report.device().softwareVersion(),
                        model.name(),
                        model.version(),
                        model.shortDigest())));
        lines.add(faint(WHEN.format(report.when()) + ", film shown by " + renderedBy()));
        return lines;
    }

    private String renderedBy() {
        return rendering.recipe() + (rendering.windowReplaced() ? ", its own window was unusable and replaced" : "");
    }

    private static Line faint(String words) {
        return new Line(List.of(words), FAINT);
    }

    private void panel(ColourPicture picture, int top, List<Line> lines) {
        WARNING_LETTERS.write(
                picture,
                WARNING_LETTERS.fitting(WARNING, picture.columns() - 2.0 * MARGIN_PIXELS),
                top + (LINE_PIXELS - WARNING_PIXELS) / 2,
                MARGIN_PIXELS,
                AMBER);
        double room = picture.columns() - 2.0 * MARGIN_PIXELS;
        for (int i = 0; i < lines.size(); i++) {
            var columns = lines.get(i).columns();
            double y = top + LINE_PIXELS * (i + 1) + (LINE_PIXELS - TEXT_PIXELS) / 2;
            for (int k = 0; k < columns.size(); k++) {
                double end = k + 1 < columns.size() ? TABLE_PIXELS[k + 1] - MARGIN_PIXELS : room;
                var words = TEXT_LETTERS.fitting(columns.get(k), end - TABLE_PIXELS[k]);
                TEXT_LETTERS.write(
                        picture,
                        words,
                        y,
                        MARGIN_PIXELS + TABLE_PIXELS[k],
                        lines.get(i).colour());
            }
        }
    }
}
