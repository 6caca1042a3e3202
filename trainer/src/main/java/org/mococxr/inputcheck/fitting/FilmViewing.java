package org.mococxr.inputcheck.fitting;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.mococxr.film.FilmPreparation;
import org.mococxr.film.FilmReader;
import org.mococxr.film.FilmUnreadableException;
import org.mococxr.filmlist.ListedFilm;
import org.mococxr.inference.Engine;
import org.mococxr.inputcheck.Thumbnail;
import org.mococxr.run.Journal;

/** Reads listed films as a box does: decoded, prepared, made small, and some of them run through the network for their embedding. */
public final class FilmViewing {
    private final Engine engine;
    private final FilmPreparation preparation;
    private final Limits limits;
    private final Journal journal;

    /**
     * @param mostFilms of one source, evenly over its list
     * @param mostEmbeddings in all, each source as many as the others if it has them
     */
    public record Limits(int mostFilms, int mostEmbeddings, int threads) {
        public Limits {
            if (mostFilms < 1 || mostEmbeddings < 2 || threads < 1) {
                throw new IllegalArgumentException(
                        "at least 1 film of a source, 2 embeddings and 1 thread are needed, got %d, %d and %d"
                                .formatted(mostFilms, mostEmbeddings, threads));
            }
        }
    }

    public FilmViewing(Engine engine, int sizePixels, Limits limits, Journal journal) {
        this.engine = engine;
        this.preparation = new FilmPreparation(sizePixels);
        this.limits = limits;
        this.journal = journal;
    }

    /**
     * @param what for the person who waits
     * @return by source; films that cannot be read are reported and left out
     */
    public List<SeenFilm> view(String what, List<ListedFilm> films) {
        Map<String, List<ListedFilm>> bySource =
                films.stream().collect(Collectors.groupingBy(ListedFilm::source, TreeMap::new, Collectors.toList()));
        var workers = Executors.newFixedThreadPool(limits.threads());
        try {
            var seen = new ArrayList<Future<Optional<SeenFilm>>>();
            bySource.values().forEach(ofSource -> submit(ofSource, bySource.size(), workers, seen));
            return collect(what, seen);
        } finally {
            workers.shutdownNow();
        }
    }

    private void submit(
            List<ListedFilm> films, int sources, ExecutorService workers, List<Future<Optional<SeenFilm>>> seen) {
        var count = Math.min(films.size(), limits.mostFilms());
        var embedded = Math.min(count, Math.max(1, limits.mostEmbeddings() / sources));
        for (var i = 0; i < count; i++) {
            var film = films.get((int) ((long) i * films.size() / count));
            var embed = (long) (i + 1) * embedded / count > (long) i * embedded / count;
            seen.add(workers.submit(() -> see(film, embed)));
        }
    }

    private Optional<SeenFilm> see(ListedFilm film, boolean embed) {
        try {
            var prepared = preparation.prepare(FilmReader.read(film.path()).radiograph());
            return Optional.of(new SeenFilm(
                    film.source(),
                    Thumbnail.of(prepared),
                    embed ? Optional.of(engine.run(prepared).embedding()) : Optional.empty()));
        } catch (FilmUnreadableException | UncheckedIOException e) {
            journal.warn("left out, cannot be read: %s: %s".formatted(film.file(), e.getMessage()));
            return Optional.empty();
        }
    }

    private List<SeenFilm> collect(String what, List<Future<Optional<SeenFilm>>> seen) {
        var films = new ArrayList<SeenFilm>();
        try {
            for (var i = 0; i < seen.size(); i++) {
                seen.get(i).get().ifPresent(films::add);
                journal.progress(what, i + 1, seen.size(), "");
            }
            journal.progressEnds();
            return films;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("looking at films was interrupted", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause
                    ? cause
                    : new IllegalStateException("looking at films failed", e.getCause());
        }
    }
}
