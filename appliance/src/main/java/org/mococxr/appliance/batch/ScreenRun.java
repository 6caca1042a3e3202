package org.mococxr.appliance.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;
import org.mococxr.appliance.language.Sentence;
import org.mococxr.appliance.screening.Conclusion;
import org.mococxr.appliance.screening.ModelFacts;
import org.mococxr.appliance.screening.Screener;
import org.mococxr.gate.RefusalCode;
import org.mococxr.observation.ObservationKind;

/** Screens all named files, and the files in named folders and zips, into a table. What one film does wrong ends in its row and never ends the run. */
public final class ScreenRun {
    /** The reason in rows of files that could have been assessed, but were not: unreadable disk, failing runtime. */
    public static final String FAILED = "FAILED";

    /** Films under way or done for each worker: one slow film must not stop the others while its row is waited for. */
    private static final int AHEAD = 16;

    private final Screener screener;
    private final ModelFacts model;
    private final int threads;

    public ScreenRun(Screener screener, ModelFacts model, int threads) {
        this.screener = screener;
        this.model = model;
        this.threads = threads;
    }

    /**
     * Rows come in the order of the files; only a few films are held at a time.
     *
     * @param named files and folders, as given
     * @param resume whether to go on with the table of an interrupted run of the same files by the same model
     * @param done told after each file how many are done
     * @throws IOException if the table cannot be written
     * @throws TableNotResumableException if the table is of another run
     */
    public ScreenSummary run(List<Path> named, Path csv, boolean resume, LongConsumer done) throws IOException {
        var summary = new ScreenSummary(model);
        var findings = model.rules().stream().map(rule -> rule.finding()).toList();
        var name = model.name().toString();
        var goesOn = resume && Files.exists(csv);
        var workers = Executors.newFixedThreadPool(threads);
        try (var files = new FilmFiles(named, csv)) {
            if (goesOn) {
                summary.doneBefore(new EarlierTable(csv, findings, name).takeOff(files));
                done.accept(summary.files());
            }
            try (var table = goesOn ? ScreenTable.goOn(csv, findings, name) : ScreenTable.create(csv, findings, name)) {
                run(files, workers, table, summary, done);
            }
            files.unreadable().forEach(summary::notRead);
        } finally {
            workers.shutdownNow();
        }
        return summary;
    }

    private record Pending(String name, Future<Conclusion> conclusion) {}

    private void run(
            FilmFiles files, ExecutorService workers, ScreenTable table, ScreenSummary summary, LongConsumer done)
            throws IOException {
        var pending = new ArrayDeque<Pending>();
        for (var next = files.next(); next.isPresent() || !pending.isEmpty(); ) {
            if (next.isPresent() && pending.size() < AHEAD * threads) {
                var file = next.get();
                pending.add(new Pending(file.name(), workers.submit(() -> screen(file))));
                next = files.next();
            } else {
                var first = pending.remove();
                var conclusion = await(first.conclusion());
                table.write(first.name(), conclusion);
                summary.add(first.name(), conclusion);
                done.accept(summary.files());
            }
        }
    }

    private Conclusion screen(FilmFile film) {
        var began = System.nanoTime();
        try {
            if (Files.exists(film.file()) && !Files.isRegularFile(film.file())) {
                return new Conclusion.Refused( // a pipe or a device: who opens it may wait for ever
                        RefusalCode.NOT_DICOM_OR_IMAGE,
                        Sentence.of(ObservationKind.NO_DICM_MARK.of()),
                        Duration.ofNanos(System.nanoTime() - began));
            }
            return screener.screen(film.file()).conclusion();
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) { // a hostile file must not end the run
            return new Conclusion.Failed(Sentence.of(e), Duration.ofNanos(System.nanoTime() - began));
        } finally {
            film.discard();
        }
    }

    private static Conclusion await(Future<Conclusion> conclusion) throws IOException {
        try {
            return conclusion.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("stopped before all films were done; the table holds those that were", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a screening worker died", e.getCause());
        }
    }
}
