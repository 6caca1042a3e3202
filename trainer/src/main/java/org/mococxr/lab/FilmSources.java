package org.mococxr.lab;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mococxr.film.FilmReader;
import org.mococxr.filmlist.FilmDecoder;
import org.mococxr.filmlist.FilmList;
import org.mococxr.filmlist.FilmListRefusedException;
import org.mococxr.filmlist.ListedFilm;
import org.mococxr.filmlist.PreparedFilms;
import org.mococxr.run.Journal;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Where a command's films come from. */
final class FilmSources {
    private static final int SHOWN_UNREADABLE = 20;

    /** A group, because a command may take this class as a group itself, and a group cannot hold a mixin. */
    @ArgGroup(exclusive = false, multiplicity = "1")
    private FilmLists lists = new FilmLists();

    @Option(
            names = "--film-cache",
            paramLabel = "DIR",
            description = "Where prepared films are kept between runs (default: film-cache beside --out).")
    private @Nullable Path cache;

    @Option(names = "--skip-unreadable", description = "Go on without films that cannot be decoded; they are listed.")
    private boolean skipUnreadable;

    List<FilmList> read() {
        return lists.read();
    }

    /** @param out folder of the run; the cache lies beside it unless another is asked for */
    record Preparing(int sizePixels, Path out, int threads) {}

    /** Decodes and prepares the films; without those that cannot be read if that is allowed. */
    PreparedFilms prepare(List<ListedFilm> films, PreparedFilms.Depth depth, Preparing preparing, Journal journal) {
        var prepared = prepareAll(films, depth, preparing, journal);
        if (prepared.unreadable().isEmpty()) {
            return prepared;
        }
        var lines = new ArrayList<String>();
        prepared.unreadable().stream()
                .limit(SHOWN_UNREADABLE)
                .forEach(film -> lines.add("  %s: %s".formatted(film.film().file(), film.reason())));
        if (prepared.unreadable().size() > SHOWN_UNREADABLE) {
            lines.add("  and %d more".formatted(prepared.unreadable().size() - SHOWN_UNREADABLE));
        }
        var what = "%d of %d films cannot be decoded:%n%s"
                .formatted(prepared.unreadable().size(), films.size(), String.join(System.lineSeparator(), lines));
        if (!skipUnreadable) {
            throw new FilmListRefusedException(what + System.lineSeparator()
                    + "Repair or remove them, or give --skip-unreadable to go on without them.");
        }
        journal.warn(what);
        var broken = new HashSet<ListedFilm>();
        prepared.unreadable().forEach(film -> broken.add(film.film()));
        var rest = films.stream().filter(film -> !broken.contains(film)).toList();
        return prepareAll(rest, depth, preparing, journal);
    }

    /** The same, with films that cannot be read among them. */
    PreparedFilms prepareAll(List<ListedFilm> films, PreparedFilms.Depth depth, Preparing preparing, Journal journal) {
        var folder = cache != null ? cache : preparing.out().toAbsolutePath().resolveSibling("film-cache");
        FilmDecoder decoder = file -> FilmReader.read(file).radiograph();
        var kitchen = new PreparedFilms.Kitchen(decoder, folder, Math.max(1, preparing.threads()));
        var prepared = PreparedFilms.open(
                films,
                preparing.sizePixels(),
                depth,
                kitchen,
                done -> journal.progress("preparing films", done, films.size(), ""));
        journal.progressEnds();
        return prepared;
    }
}
