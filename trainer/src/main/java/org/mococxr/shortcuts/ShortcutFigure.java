package org.mococxr.shortcuts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.mococxr.evaluation.Auroc;
import org.mococxr.evaluation.CommonFilms;
import org.mococxr.evaluation.Estimate;
import org.mococxr.evaluation.Prediction;
import org.mococxr.observation.DiskTrouble;

/**
 * What is left of a model's AUROC for one finding at one source.
 *
 * @param auroc with 95 % interval; empty where the films do not tell
 * @param difference to the films as they are, paired over patients
 */
public record ShortcutFigure(
        String finding,
        String source,
        Alteration without,
        int films,
        int positives,
        Optional<Estimate> auroc,
        Optional<Estimate> difference) {

    /** By finding, source and alteration; sources whose films are all of one kind are left out. */
    public static List<ShortcutFigure> of(AlteredScores scores, List<String> findings, long seed) {
        var figures = new ArrayList<ShortcutFigure>();
        var asTheyAre = scores.under(Alteration.NOTHING);
        for (var finding : findings) {
            var sources = new TreeSet<>(asTheyAre.stream()
                    .filter(prediction -> prediction.finding().equals(finding))
                    .map(Prediction::source)
                    .toList());
            for (var source : sources) {
                for (var alteration : Alteration.values()) {
                    var common =
                            CommonFilms.of(finding, from(source, scores.under(alteration)), from(source, asTheyAre));
                    var films = common.ourScores(Prediction::logit);
                    if (films.positives() > 0 && films.negatives() > 0) {
                        figures.add(new ShortcutFigure(
                                finding,
                                source,
                                alteration,
                                films.size(),
                                films.positives(),
                                Auroc.withInterval(films, seed),
                                common.aurocDifference(seed)));
                    }
                }
            }
        }
        return figures;
    }

    private static List<Prediction> from(String source, List<Prediction> predictions) {
        return predictions.stream()
                .filter(prediction -> prediction.source().equals(source))
                .toList();
    }

    public String inWords() {
        return "%-18s %-12s %-42s %5d (%d)  %s   %s"
                .formatted(
                        finding,
                        source,
                        without.inWords(),
                        films,
                        positives,
                        auroc.map(Estimate::inFigures).orElse("not known"),
                        without == Alteration.NOTHING
                                ? ""
                                : difference.map(Estimate::inFigures).orElse("not known"));
    }

    /** One line per figure. */
    public static void write(List<ShortcutFigure> figures, Path csv) {
        try (var printer = new CSVPrinter(Files.newBufferedWriter(csv), CSVFormat.RFC4180)) {
            printer.printRecord(
                    "finding",
                    "source",
                    "without",
                    "films",
                    "positives",
                    "auroc",
                    "lower",
                    "upper",
                    "difference",
                    "difference_lower",
                    "difference_upper");
            for (var figure : figures) {
                var row = new ArrayList<Object>(List.of(
                        figure.finding,
                        figure.source,
                        figure.without.name().toLowerCase(Locale.ROOT),
                        figure.films,
                        figure.positives));
                row.addAll(columns(figure.auroc));
                row.addAll(columns(figure.difference));
                printer.printRecord(row);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + csv + ": " + DiskTrouble.inWords(e), e);
        }
    }

    private static List<String> columns(Optional<Estimate> estimate) {
        return estimate.map(e -> List.of(text(e.value()), text(e.lower()), text(e.upper())))
                .orElse(List.of("", "", ""));
    }

    private static String text(double value) {
        return String.format(Locale.ROOT, "%.6f", value);
    }
}
