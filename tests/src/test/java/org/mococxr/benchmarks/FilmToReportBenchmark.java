package org.mococxr.benchmarks;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mococxr.appliance.intake.Intake;
import org.mococxr.appliance.journal.Journal;
import org.mococxr.dicom.DicomObject;
import org.mococxr.dicom.DicomWriter;
import org.mococxr.dicom.net.PresentationContext;
import org.mococxr.dicom.net.ReceiveEvents;
import org.mococxr.dicom.net.StoreScu;
import org.mococxr.inbox.Inbox;
import org.mococxr.inbox.InboxSettings;
import org.mococxr.inbox.Source;
import org.mococxr.workbench.BoxUnderTest;

/**
 * From C-STORE's success to the reports in the PACS, for large films, beside the bare sum of reading, preparation and network on the
 * same cores in the same run. Sender, PACS and box share the machine.
 */
@Tag("benchmark")
class FilmToReportBenchmark {
    private static final int WARM_UP = 4;
    private static final int SINGLE = 20;
    private static final int EVERY_SECOND = 60;
    private static final int BURST = Integer.getInteger("benchmark.films", 200);
    /** How often as many films wait and are worked off. */
    private static final int ROUNDS = Integer.getInteger("benchmark.rounds", 3);
    /** Films after which the runtime has compiled what it runs often. */
    private static final int WARM = Integer.getInteger("benchmark.warm", 800);

    private static final int LARGE_SIDE = 3000;
    private static final int SMALL_SIDE = 1000;

    private static final int ASSOCIATIONS = 50;
    private static final int CORES = Runtime.getRuntime().availableProcessors();

    @TempDir
    private Path folder;

    private final DrawnFilms films = new DrawnFilms(LARGE_SIDE);
    private final DrawnFilms smaller = new DrawnFilms(SMALL_SIDE);

    @Test
    void filmsOfAModality() throws Exception {
        try (var pacs = RecordingPacs.start(folder.resolve("pacs"))) {
            started("first", pacs).close();
            try (var box = started("every later", pacs)) {
                single(box, pacs);
                sustained(box, pacs);
                burst(box, pacs);
                memory(box, pacs);
            }
        }
    }

    /**
     * What waits in a box that has been running for a while is worked off with nothing else going on: the rate of the box itself. First
     * come smaller films, over which the runtime compiles its code; they do not count.
     */
    @Test
    void filmsThatWait() throws Exception {
        var data = Files.createDirectories(folder.resolve("data"));
        var stored = fill(data);
        try (var pacs = RecordingPacs.start(folder.resolve("pacs"));
                var box = start(data, pacs)) {
            await(() -> pacs.complete() == WARM);
            var boxed = new ArrayList<Rate>();
            for (var round = 0; round < ROUNDS; round++) {
                bringToMemory(stored.subList(round * BURST, (round + 1) * BURST));
                boxed.add(workedOff(round, data, box, pacs));
            }
            Figures.say("memory after that: %s", Figures.residentMemory(box.processId()));
            var bare = bare();
            Figures.say(
                    "bare reading + preparation + network on %d cores: %.2f films/s, %.1f ms of processor time a film",
                    CORES, bare.filmsPerSecond(), 1000 * bare.processorSeconds());
            for (var round = 0; round < ROUNDS; round++) {
                var rate = boxed.get(round);
                Figures.say(
                        "round %d, %d films that wait: %.2f films/s to both reports in the PACS, ratio %.2f; processor time of the box %.1f ms a film, ratio %.2f",
                        round + 1,
                        BURST,
                        rate.filmsPerSecond(),
                        rate.filmsPerSecond() / bare.filmsPerSecond(),
                        1000 * rate.processorSeconds(),
                        bare.processorSeconds() / rate.processorSeconds());
            }
        }
    }

    private Rate workedOff(int round, Path data, BoxUnderTest box, RecordingPacs pacs) throws IOException {
        var expected = pacs.complete() + BURST + 1;
        var share = Share.begin(box.processId());
        letLargeFilmsWork(data, round);
        send(box, smaller.next()); // rings the desk's bell
        await(() -> pacs.complete() == expected);
        return share.say("round " + (round + 1), BURST);
    }

    private BoxUnderTest started(String which, RecordingPacs pacs) {
        var began = System.nanoTime();
        var box = start(folder.resolve("data"), pacs);
        Figures.say("%s start to listening: %.1f s", which, (System.nanoTime() - began) / 1e9);
        return box;
    }

    private static BoxUnderTest start(Path data, RecordingPacs pacs) {
        return BoxUnderTest.start(
                ShippedModel.PACKAGE, ShippedModel.KEYS, data, pacs.peer().toString());
    }

    private void single(BoxUnderTest box, RecordingPacs pacs) {
        var waits = new ArrayList<Double>();
        for (var i = 0; i < WARM_UP + SINGLE; i++) {
            var sent = send(box, films.next());
            await(() -> pacs.complete() == pacs.reportedAt().size()
                    && pacs.reportedAt().containsKey(sent.study()));
            if (i >= WARM_UP) {
                waits.add(sent.secondsTo(pacs));
            }
        }
        say("single films", waits);
    }

    private void sustained(BoxUnderTest box, RecordingPacs pacs) {
        var sent = new ArrayList<Sent>();
        var next = System.nanoTime();
        for (var i = 0; i < EVERY_SECOND; i++) {
            LockSupport.parkNanos(next - System.nanoTime());
            next += Duration.ofSeconds(1).toNanos();
            sent.add(send(box, films.next()));
        }
        await(() -> sent.stream().allMatch(film -> pacs.reportedAt().containsKey(film.study())));
        say(
                "a film each second for %d s".formatted(EVERY_SECOND),
                sent.stream().map(film -> film.secondsTo(pacs)).toList());
    }

    private static void say(String what, List<Double> waits) {
        Figures.say(
                "%s: C-STORE success to report in the PACS p50 %.2f s, p99 %.2f s",
                what, Figures.quantile(waits, 0.5), Figures.quantile(waits, 0.99));
    }

    private void burst(BoxUnderTest box, RecordingPacs pacs) throws IOException {
        var expected = pacs.complete() + BURST;
        var share = Share.begin(box.processId());
        var began = System.nanoTime();
        for (var i = 0; i < BURST; i++) {
            send(box, films.next());
        }
        var acknowledged = System.nanoTime();
        await(() -> pacs.complete() == expected);
        Figures.say(
                "burst of %d over one connection after another: all acknowledged after %.1f s (%.2f films/s), all reports in the PACS after %.1f s (%.2f films/s)",
                BURST,
                (acknowledged - began) / 1e9,
                BURST / ((acknowledged - began) / 1e9),
                (pacs.lastAt() - began) / 1e9,
                BURST / ((pacs.lastAt() - began) / 1e9));
        share.say("burst", BURST);
        var bare = bare();
        Figures.say(
                "bare reading + preparation + network on %d cores: %.2f films/s; ratio %.2f",
                CORES, bare.filmsPerSecond(), BURST / ((pacs.lastAt() - began) / 1e9) / bare.filmsPerSecond());
    }

    /** @param at {@link System#nanoTime} when the box said success */
    private record Sent(String study, long at) {
        /** Nothing if the report was faster than the sender's own clock. */
        double secondsTo(RecordingPacs pacs) {
            return Math.max(0, pacs.reportedAt().get(study) - at) / 1e9;
        }
    }

    private static Sent send(BoxUnderTest box, DicomObject film) {
        var context = PresentationContext.of(
                film.sopClassUid().orElseThrow(), film.transferSyntax().uid());
        var study =
                film.dataset().getString(org.mococxr.dicom.Tag.StudyInstanceUID).orElseThrow();
        try (var association = StoreScu.connect(box.peer(), "XRAY1", List.of(context))) {
            var outcome = association.store(film);
            var at = System.nanoTime();
            if (!outcome.isDelivered()) {
                throw new AssertionError(outcome.sentence());
            }
            return new Sent(study, at);
        }
    }

    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            LockSupport.parkNanos(5_000_000);
        }
    }

    /**
     * Films on the disk and in the journal of a box that does not run.
     *
     * @return files of the large ones
     */
    private List<Path> fill(Path data) throws IOException {
        var large = new ArrayList<Path>();
        var clock = Clock.systemUTC();
        try (var journal = Journal.open(data.resolve("journal.db"), clock);
                var inbox = Inbox.open(
                        InboxSettings.in(data.resolve("inbox")),
                        new Intake.Record(journal, () -> {}),
                        new ReceiveEvents(),
                        clock)) {
            for (var i = 0; i < WARM; i++) {
                accept(inbox, smaller.next());
            }
            for (var i = 0; i < ROUNDS * BURST; i++) {
                large.add(accept(inbox, films.next()));
            }
        }
        change(data, "update work set not_before = 9999999999999 where film_id > " + WARM);
        return large;
    }

    private static void letLargeFilmsWork(Path data, int round) {
        var first = WARM + 1 + round * BURST;
        change(
                data,
                "update work set not_before = 0 where film_id between %d and %d".formatted(first, first + BURST - 1));
    }

    private static void change(Path data, String statement) {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("journal.db"));
                var update = connection.createStatement()) {
            update.executeUpdate(statement);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot change the journal of the box", e);
        }
    }

    private static Path accept(Inbox inbox, DicomObject film) {
        return inbox.accept(DicomWriter.toBytes(film), new Source(Source.Way.DICOM_NETWORK, "XRAY1"))
                .fold(accepted -> accepted.object().file(), refused -> {
                    throw new AssertionError(refused.status().toString());
                });
    }

    /** Where films are that have just been received; the system may have used the memory of these for others. */
    private static void bringToMemory(List<Path> files) throws IOException {
        for (var file : files) {
            try (var in = Files.newInputStream(file)) {
                in.transferTo(OutputStream.nullOutputStream());
            }
        }
    }

    private Rate bare() throws IOException {
        var files = new ArrayList<Path>();
        for (var film : films.files()) {
            files.add(Files.write(folder.resolve("bare-" + files.size() + ".dcm"), film));
        }
        return BareFilms.measure(files, BURST / 2, BURST);
    }

    /** All at once: each association sends its film while the others send theirs, and stays open. */
    private void memory(BoxUnderTest box, RecordingPacs pacs) throws Exception {
        var before = pacs.complete();
        var open = new ArrayList<OpenAssociation>();
        var threads = Executors.newFixedThreadPool(ASSOCIATIONS);
        try {
            for (var i = 0; i < ASSOCIATIONS; i++) {
                open.add(OpenAssociation.to(box.peer(), "127.0.0." + (3 - i / 20))); // the one that sent films last
            }
            var sent = new ArrayList<Future<?>>();
            for (var association : open) {
                var film = films.next();
                sent.add(threads.submit(() -> {
                    association.store(film);
                    return film;
                }));
            }
            for (var one : sent) {
                one.get();
            }
            Figures.say(
                    "memory when %d associations have sent a film each at the same time: %s",
                    ASSOCIATIONS, Figures.residentMemory(box.processId()));
            await(() -> pacs.complete() == before + ASSOCIATIONS);
            Figures.say("memory when their reports are in the PACS: %s", Figures.residentMemory(box.processId()));
        } finally {
            threads.shutdownNow();
            for (var association : open) {
                association.close();
            }
        }
    }
}
