package org.mococxr.lab;

import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.mococxr.checkpoint.Checkpoint;
import org.mococxr.film.Placement;
import org.mococxr.film.PreparedFilm;
import org.mococxr.filmlist.PreparedFilms;
import org.mococxr.filmlist.Split;
import org.mococxr.modelpackage.ExportFailedException;
import org.mococxr.modelpackage.FilmsForInt8;
import org.mococxr.run.ConsoleJournal;

/** Training films to measure activations on, and the validation films of a checkpoint, by the lists they came from. */
final class FilmsOfTheLab implements FilmsForInt8 {
    private static final int CALIBRATION_FILMS = 64;

    private final PreparedFilms training;
    private final PreparedFilms validation;
    private final Map<String, Integer> byFile = new HashMap<>();

    FilmsOfTheLab(FilmSources sources, Checkpoint checkpoint, Path out, int threads) {
        var journal = new ConsoleJournal(System.err, System.console() != null, Clock.systemUTC());
        var lists = sources.read();
        var findings = checkpoint.state().findings();
        var preparing = new FilmSources.Preparing(checkpoint.state().inputSizePixels(), out, threads);
        var train = LabelledFilms.of(lists, findings, Split.TRAIN);
        var some = IntStream.range(0, Math.min(CALIBRATION_FILMS, train.size()))
                .mapToObj(i -> train.get((int) ((long) i * train.size() / Math.min(CALIBRATION_FILMS, train.size()))))
                .toList();
        training = sources.prepare(some, PreparedFilms.Depth.FLOAT32, preparing, journal);
        validation = sources.prepare(
                LabelledFilms.of(lists, findings, Split.VAL), PreparedFilms.Depth.FLOAT32, preparing, journal);
        for (var i = 0; i < validation.films().size(); i++) {
            byFile.put(validation.films().get(i).file(), i);
        }
    }

    @Override
    public List<PreparedFilm> calibration() {
        return IntStream.range(0, training.films().size())
                .mapToObj(i -> film(training, i))
                .toList();
    }

    @Override
    public PreparedFilm validation(String file) {
        var film = byFile.get(file);
        if (film == null) {
            throw new ExportFailedException("cannot export 8-bit weights: the film " + file
                    + " of the checkpoint's validation predictions is not among the val films of --films");
        }
        return film(validation, film);
    }

    private static PreparedFilm film(PreparedFilms films, int film) {
        var side = films.sizePixels();
        var grey = new float[side * side];
        films.grey(film, grey, 0);
        return PreparedFilm.of(grey, Placement.of(side, side, side));
    }
}
