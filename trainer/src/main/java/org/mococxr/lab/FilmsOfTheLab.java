package org.mococxr.lab;

import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.mococxr.checkpoint.Checkpoint;
import org.mococxr.checkpoint.CheckpointState;
import org.mococxr.evaluation.FilmFacts;
import org.mococxr.evaluation.Prediction;
import org.mococxr.film.Placement;
import org.mococxr.film.PreparedFilm;
import org.mococxr.filmlist.FilmList;
import org.mococxr.filmlist.FilmListRefusedException;
import org.mococxr.filmlist.ListedFilm;
import org.mococxr.filmlist.PreparedFilms;
import org.mococxr.filmlist.Split;
import org.mococxr.modelpackage.CheckpointFilms;
import org.mococxr.modelpackage.ExportFailedException;
import org.mococxr.run.ConsoleJournal;
import org.mococxr.run.Journal;

/** Training films to measure activations on, and the validation films of a checkpoint, by the lists they came from. */
final class FilmsOfTheLab implements CheckpointFilms {
    private static final int CALIBRATION_FILMS = 64;

    private final FilmSources sources;
    private final List<FilmList> lists;
    private final List<String> findings;
    private final FilmSources.Preparing preparing;
    private final Journal journal = new ConsoleJournal(System.err, System.console() != null, Clock.systemUTC());
    private final Map<Named, ListedFilm> validation = new HashMap<>();

    /** Prepared when the first of them is asked for. */
    private @Nullable Pixels pixels;

    private record Named(String source, String file) {}

    private record Pixels(PreparedFilms films, Map<Named, Integer> at) {}

    /** @throws FilmListRefusedException if a list is none of those that the checkpoint was fine-tuned with */
    FilmsOfTheLab(FilmSources sources, Checkpoint checkpoint, Path out, int threads) {
        this.sources = sources;
        lists = sources.read();
        lists.forEach(list -> requireUsed(list, checkpoint.state().filmLists()));
        findings = checkpoint.state().findings();
        preparing = new FilmSources.Preparing(checkpoint.state().inputSizePixels(), out, threads);
        LabelledFilms.of(lists, findings, Split.VAL).forEach(film -> validation.put(name(film), film));
    }

    private static void requireUsed(FilmList list, List<CheckpointState.FilmListUse> used) {
        if (used.stream().noneMatch(known -> known.sha256().equals(list.sha256()))) {
            throw new FilmListRefusedException(
                    "the film list %s (SHA-256 %s) is none of those the checkpoint came from: %s"
                            .formatted(
                                    list.name(),
                                    list.sha256(),
                                    used.stream()
                                            .map(known -> known.name() + " " + known.sha256())
                                            .collect(Collectors.joining(", "))));
        }
    }

    @Override
    public List<PreparedFilm> calibration() {
        var train = LabelledFilms.of(lists, findings, Split.TRAIN);
        var count = Math.min(CALIBRATION_FILMS, train.size());
        var some = IntStream.range(0, count)
                .mapToObj(i -> train.get((int) ((long) i * train.size() / count)))
                .toList();
        var prepared = sources.prepare(some, PreparedFilms.Depth.FLOAT32, preparing, journal);
        return IntStream.range(0, prepared.films().size())
                .mapToObj(i -> film(prepared, i))
                .toList();
    }

    @Override
    public PreparedFilm validation(Prediction of) {
        find(of);
        if (pixels == null) {
            pixels = pixels();
        }
        var at = pixels.at().get(new Named(of.source(), of.file()));
        if (at == null) {
            throw new ExportFailedException("cannot export: the film %s cannot be decoded".formatted(of.file()));
        }
        return film(pixels.films(), at);
    }

    private Pixels pixels() {
        var prepared = sources.prepare(
                LabelledFilms.of(lists, findings, Split.VAL), PreparedFilms.Depth.FLOAT32, preparing, journal);
        var at = new HashMap<Named, Integer>();
        for (var i = 0; i < prepared.films().size(); i++) {
            at.put(name(prepared.films().get(i)), i);
        }
        return new Pixels(prepared, at);
    }

    @Override
    public FilmFacts facts(Prediction of) {
        var film = find(of);
        return new FilmFacts(film.sex(), film.ageYears(), film.view());
    }

    private ListedFilm find(Prediction of) {
        var film = validation.get(new Named(of.source(), of.file()));
        if (film == null) {
            throw new ExportFailedException(
                    "cannot export: the film %s of \"%s\", among the checkpoint's validation predictions, is no val film of --films; give every list of the fine-tuning"
                            .formatted(of.file(), of.source()));
        }
        return film;
    }

    private static Named name(ListedFilm film) {
        return new Named(film.source(), film.file());
    }

    private static PreparedFilm film(PreparedFilms films, int film) {
        var side = films.sizePixels();
        var grey = new float[side * side];
        films.grey(film, grey, 0);
        return PreparedFilm.of(grey, Placement.of(side, side, side));
    }
}
