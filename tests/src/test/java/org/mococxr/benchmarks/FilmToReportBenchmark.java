package org.mococxr.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mococxr.dicom.DicomObject;
import org.mococxr.dicom.DicomReader;
import org.mococxr.dicom.UID;
import org.mococxr.dicom.net.FolderScp;
import org.mococxr.dicom.net.PresentationContext;
import org.mococxr.dicom.net.StoreScu;
import org.mococxr.film.FilmPreparation;
import org.mococxr.film.FilmReader;
import org.mococxr.inference.EngineSettings;
import org.mococxr.inference.ProviderChoice;
import org.mococxr.modelpackage.ModelPackage;
import org.mococxr.modelpackage.TrustedKeys;
import org.mococxr.workbench.BoxUnderTest;

/**
 * From C-STORE's success to the structured report in the PACS, for large films, beside the bare sum of reading, preparation and
 * network on the same cores in the same run.
 */
@Tag("benchmark")
class FilmToReportBenchmark {
    private static final Path MODELS = Path.of(System.getProperty("user.dir")).resolveSibling("deploy/models");
    private static final int SINGLE = 20;
    private static final int EVERY_SECOND = 60;
    private static final int BURST = 200;
    private static final int ASSOCIATIONS = 50;
    private static final int CORES = Runtime.getRuntime().availableProcessors();

    @TempDir
    private Path folder;

    private final Map<String, Long> sent = new ConcurrentHashMap<>();

    @Test
    void filmsOfAModality() throws Exception {
        var model = MODELS.resolve("cxr-effusion-tb.cxrmodel");
        var key = MODELS.resolve("mococxr-2026b.public.pem");
        var films = new LargeFilms();
        try (var pacs = FolderScp.start("PACS", 0, folder.resolve("pacs"))) {
            var began = System.nanoTime();
            try (var box = BoxUnderTest.start(
                    model, key, folder.resolve("data"), pacs.peer().toString())) {
                Figures.say("start to listening: %.1f s", seconds(began));
                single(box, pacs, films);
                sustained(box, pacs, films);
                var filmsPerSecond = burst(box, pacs, films);
                var bare = bare(model, key, films.files());
                Figures.say(
                        "burst of %d: %.2f films/s; bare reading + preparation + network on %d cores: %.2f films/s; ratio %.2f",
                        BURST, filmsPerSecond, CORES, bare, filmsPerSecond / bare);
                memory(box, films);
            }
        }
    }

    private void single(BoxUnderTest box, FolderScp pacs, LargeFilms films) {
        var latencies = new ArrayList<Double>();
        for (var i = 0; i < SINGLE + 2; i++) {
            send(box, films.next());
            awaitReports(pacs);
            if (i >= 2) { // the first warm the runtime up
                latencies.add(takeLatencies().get(0));
            } else {
                takeLatencies();
            }
        }
        Figures.say(
                "single films: C-STORE success to report in the PACS p50 %.2f s, p99 %.2f s (%d films)",
                Figures.quantile(latencies, 0.5), Figures.quantile(latencies, 0.99), SINGLE);
    }

    private void sustained(BoxUnderTest box, FolderScp pacs, LargeFilms films) {
        var next = System.nanoTime();
        for (var i = 0; i < EVERY_SECOND; i++) {
            LockSupport.parkNanos(next - System.nanoTime());
            next += Duration.ofSeconds(1).toNanos();
            send(box, films.next());
            look(pacs);
        }
        awaitReports(pacs);
        var latencies = takeLatencies();
        Figures.say(
                "a film each second for %d s: p50 %.2f s, p99 %.2f s",
                EVERY_SECOND, Figures.quantile(latencies, 0.5), Figures.quantile(latencies, 0.99));
    }

    private double burst(BoxUnderTest box, FolderScp pacs, LargeFilms films) {
        var began = System.nanoTime();
        for (var i = 0; i < BURST; i++) {
            send(box, films.next());
        }
        Figures.say("burst: all %d films acknowledged after %.1f s", BURST, seconds(began));
        awaitReports(pacs);
        takeLatencies();
        return BURST / seconds(began);
    }

    private void send(BoxUnderTest box, DicomObject film) {
        var context = PresentationContext.of(
                film.sopClassUid().orElseThrow(), film.transferSyntax().uid());
        try (var association = StoreScu.connect(box.peer(), "XRAY1", List.of(context))) {
            var outcome = association.store(film);
            if (!outcome.isDelivered()) {
                throw new AssertionError(outcome.sentence());
            }
        }
        var study =
                film.dataset().getString(org.mococxr.dicom.Tag.StudyInstanceUID).orElseThrow();
        sent.put(study, System.nanoTime());
    }

    private final Map<Path, Boolean> seen = new HashMap<>();
    private final List<Double> latencies = new ArrayList<>();

    private List<Double> takeLatencies() {
        var taken = List.copyOf(latencies);
        latencies.clear();
        return taken;
    }

    /** Takes the time of each structured report that is new in the PACS. */
    private void look(FolderScp pacs) {
        var now = System.nanoTime();
        for (var file : pacs.files()) {
            if (seen.putIfAbsent(file, true) != null) {
                continue;
            }
            var header = DicomReader.readHeader(file).dataset();
            if (header.getString(org.mococxr.dicom.Tag.SOPClassUID, "").equals(UID.SecondaryCaptureImageStorage)) {
                continue;
            }
            var study = header.getString(org.mococxr.dicom.Tag.StudyInstanceUID).orElseThrow();
            latencies.add((now - sent.remove(study)) / 1e9);
        }
    }

    private void awaitReports(FolderScp pacs) {
        while (!sent.isEmpty()) {
            look(pacs);
            LockSupport.parkNanos(5_000_000);
        }
    }

    /** Each core reads, prepares and runs one film after another, with nothing around it. */
    private double bare(Path model, Path key, List<byte[]> films) throws Exception {
        var read = ModelPackage.read(model, TrustedKeys.read(List.of(key)));
        var files = new ArrayList<Path>();
        for (var film : films) {
            files.add(Files.write(folder.resolve("bare-" + files.size() + ".dcm"), film));
        }
        var preparation = new FilmPreparation(read.manifest().input().sizePixels());
        var threads = Executors.newFixedThreadPool(CORES);
        try (var engine = read.open(new EngineSettings(ProviderChoice.CPU, 1, CORES))) {
            var rounds = BURST / 4;
            var began = System.nanoTime();
            for (var round = -2 * CORES; round < rounds; round++) {
                if (round == 0) {
                    began = System.nanoTime();
                }
                var work = new ArrayList<Future<?>>();
                for (var file : files) {
                    work.add(threads.submit(() ->
                            engine.run(preparation.prepare(FilmReader.read(file).radiograph()))));
                }
                for (var film : work) {
                    film.get();
                }
            }
            return rounds * files.size() / seconds(began);
        } finally {
            threads.shutdownNow();
        }
    }

    private static void memory(BoxUnderTest box, LargeFilms films) throws IOException {
        var open = new ArrayList<StoreScu>();
        try {
            var film = films.next();
            var context = PresentationContext.of(
                    film.sopClassUid().orElseThrow(), film.transferSyntax().uid());
            for (var i = 0; i < ASSOCIATIONS; i++) {
                try {
                    open.add(StoreScu.connect(box.peer(), "XRAY" + i, List.of(context)));
                } catch (RuntimeException e) {
                    break; // as many as the box takes
                }
            }
            var status = Files.readAllLines(Path.of("/proc/" + box.processId() + "/status"));
            Figures.say(
                    "memory after that with %d associations open: %s",
                    open.size(),
                    status.stream()
                            .filter(line -> line.startsWith("VmRSS"))
                            .findFirst()
                            .orElse("unknown"));
        } finally {
            open.forEach(StoreScu::close);
        }
    }

    private static double seconds(long began) {
        return (System.nanoTime() - began) / 1e9;
    }
}
