package org.mococxr.finetuning;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.mococxr.evaluation.Auroc;
import org.mococxr.evaluation.Estimate;
import org.mococxr.evaluation.Prediction;
import org.mococxr.evaluation.ScoredFilm;
import org.mococxr.evaluation.ScoredFilms;
import org.mococxr.filmlist.ListedFilm;
import org.mococxr.labels.LabelTable;
import org.mococxr.observation.DiskTrouble;

/** Figures over predictions, per finding and source. */
public final class Figures {
    public static final String ALL_SOURCES = "all";

    /** A source counts in model selection from this many films with and without the finding. */
    private static final int LEAST_OF_EACH = 5;

    private Figures() {}

    /** One prediction for each film and known finding. */
    public static List<Prediction> predictions(LabelTable labels, float[] logits, float[] probabilities) {
        var predictions = new ArrayList<Prediction>();
        var findings = labels.findings();
        for (var i = 0; i < labels.films().size(); i++) {
            for (var f = 0; f < findings.size(); f++) {
                if (labels.known(i, f)) {
                    predictions.add(prediction(
                            labels.films().get(i),
                            findings.get(f),
                            labels.positive(i, f),
                            logits[i * findings.size() + f],
                            probabilities[i * findings.size() + f]));
                }
            }
        }
        return predictions;
    }

    private static Prediction prediction(
            ListedFilm film, String finding, boolean positive, float logit, float probability) {
        return new Prediction(
                film.file(), film.person(), film.source(), film.split().text(), finding, positive, logit, probability);
    }

    /** The films of one finding. */
    public static ScoredFilms scored(List<Prediction> predictions, String finding) {
        return ScoredFilms.of(predictions.stream()
                .filter(prediction -> prediction.finding().equals(finding))
                .map(p -> new ScoredFilm(p.patient(), p.source(), p.label(), p.logit()))
                .toList());
    }

    /** Each finding over all sources and in each. */
    public static List<FindingFigure> of(List<Prediction> predictions, List<String> findings, long seed) {
        var figures = new ArrayList<FindingFigure>();
        for (var finding : findings) {
            var films = scored(predictions, finding);
            figures.add(figure(finding, ALL_SOURCES, films, seed));
            if (films.sources().size() > 1) {
                for (var source : films.sources()) {
                    figures.add(figure(finding, source, films.fromSource(source), seed));
                }
            }
        }
        return figures;
    }

    private static FindingFigure figure(String finding, String source, ScoredFilms films, long seed) {
        return new FindingFigure(
                finding, source, films.size(), films.positives(), films.patients(), Auroc.withInterval(films, seed));
    }

    /**
     * The figure that chooses among epochs: for each finding the mean AUROC over the sources that have films with and without it, so
     * that telling sources apart is not rewarded; over all films where no source has both. Mean over findings.
     */
    static OptionalDouble selection(List<Prediction> predictions, List<String> findings) {
        return findings.stream()
                .map(finding -> selection(scored(predictions, finding)))
                .filter(OptionalDouble::isPresent)
                .mapToDouble(OptionalDouble::getAsDouble)
                .average();
    }

    private static OptionalDouble selection(ScoredFilms films) {
        var withinSources = films.sources().stream()
                .map(films::fromSource)
                .filter(source -> source.positives() >= LEAST_OF_EACH && source.negatives() >= LEAST_OF_EACH)
                .map(Auroc::of)
                .filter(OptionalDouble::isPresent)
                .mapToDouble(OptionalDouble::getAsDouble)
                .average();
        return withinSources.isPresent() ? withinSources : Auroc.of(films);
    }

    /** For a terminal. */
    public static List<String> table(List<FindingFigure> figures) {
        var lines = new ArrayList<String>();
        lines.add("%-22s %-18s %6s %6s %9s  %s"
                .formatted("finding", "source", "films", "with", "patients", "AUROC [95 % interval]"));
        for (var figure : figures) {
            lines.add("%-22s %-18s %6d %6d %9d  %s"
                    .formatted(
                            figure.finding(),
                            figure.source(),
                            figure.films(),
                            figure.positives(),
                            figure.patients(),
                            figure.auroc().map(Estimate::inFigures).orElse("-")));
        }
        return lines;
    }

    /** The same for programs. */
    public static void write(Path file, List<FindingFigure> figures) {
        var lines = new ArrayList<String>();
        lines.add("finding,source,films,positives,patients,auroc,lower,upper");
        for (var figure : figures) {
            lines.add("%s,%s,%d,%d,%d,%s"
                    .formatted(
                            figure.finding(),
                            figure.source().contains(",") ? '"' + figure.source() + '"' : figure.source(),
                            figure.films(),
                            figure.positives(),
                            figure.patients(),
                            figure.auroc()
                                    .map(e -> String.format(
                                            Locale.ROOT, "%.6f,%.6f,%.6f", e.value(), e.lower(), e.upper()))
                                    .orElse(",,")));
        }
        try {
            Files.write(file, lines);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + ": " + DiskTrouble.inWords(e), e);
        }
    }
}
