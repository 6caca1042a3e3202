package org.mococxr.shortcuts;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.mococxr.evaluation.Calibration;
import org.mococxr.evaluation.Prediction;
import org.mococxr.film.FilmPreparation;
import org.mococxr.film.FilmReader;
import org.mococxr.film.FilmUnreadableException;
import org.mococxr.film.PreparedFilm;
import org.mococxr.filmlist.FilmListRefusedException;
import org.mococxr.filmlist.Label;
import org.mococxr.filmlist.ListedFilm;

/** What a model says of labelled films, and of the same films with one thing after another taken from them. */
public final class AlteredScores {
    private final Map<Alteration, List<Prediction>> predictions = new EnumMap<>(Alteration.class);

    private AlteredScores() {
        for (var alteration : Alteration.values()) {
            predictions.put(alteration, new ArrayList<>());
        }
    }

    /** What is asked: a film to one logit a finding. */
    @FunctionalInterface
    public interface Model {
        float[] logits(PreparedFilm film);
    }

    /** Told after each film. */
    @FunctionalInterface
    public interface Progress {
        void filmsDone(int films);
    }

    /**
     * @param findings the model's outputs in order; films count for those of which their label is known
     * @param sizePixels side of the model's input
     * @throws FilmListRefusedException if a film cannot be read
     */
    public static AlteredScores of(
            List<ListedFilm> films, List<String> findings, Model model, int sizePixels, Progress progress) {
        var scores = new AlteredScores();
        var preparation = new FilmPreparation(sizePixels);
        var done = 0;
        for (var film : films) {
            scores.add(film, findings, model, preparation);
            progress.filmsDone(++done);
        }
        return scores;
    }

    private void add(ListedFilm film, List<String> findings, Model model, FilmPreparation preparation) {
        try {
            var prepared = preparation.prepare(FilmReader.read(film.path()).radiograph());
            predictions.forEach((alteration, list) -> {
                var logits = model.logits(alteration.of(prepared));
                for (var f = 0; f < findings.size(); f++) {
                    var label = film.label(findings.get(f));
                    if (label == Label.POSITIVE || label == Label.NEGATIVE) {
                        list.add(new Prediction(
                                film.file(),
                                film.person(),
                                film.source(),
                                film.split().text(),
                                findings.get(f),
                                label == Label.POSITIVE,
                                logits[f],
                                Calibration.sigmoid(logits[f])));
                    }
                }
            });
        } catch (FilmUnreadableException e) {
            throw new FilmListRefusedException("cannot read the film %s: %s".formatted(film.file(), e.getMessage()), e);
        }
    }

    public List<Prediction> under(Alteration alteration) {
        return List.copyOf(Objects.requireNonNull(predictions.get(alteration)));
    }
}
