package org.mococxr.appliance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mococxr.appliance.journal.Journal;
import org.mococxr.appliance.modelstore.ModelKeeper;
import org.mococxr.appliance.modelstore.ModelStore;
import org.mococxr.appliance.screening.Screener;
import org.mococxr.gate.GatePolicy;
import org.mococxr.inference.EngineSettings;
import org.mococxr.inference.ProviderChoice;
import org.mococxr.modelpackage.TrustedKeys;
import org.mococxr.phantom.PhantomKind;
import org.mococxr.phantom.PhantomStudy;

/**
 * Memory outside the Java heap stays flat while films are screened and models are exchanged. Buffers that only the garbage
 * collector frees, or a model that is not closed, cost megabytes each time and are seen here.
 */
final class MemoryTest {
    private static final long BOUND_KILOBYTES = 120_000;

    @TempDir
    private Path folder;

    @Test
    void staysFlatOverSomeFilmsAndModelChanges() throws Exception {
        run(120, 8);
    }

    /** {@code -Dsoak.films=2000} is a shorter run. */
    @Test
    @Tag("soak")
    void staysFlatOverTwentyThousandFilmsAndFiftyModelChanges() throws Exception {
        run(Integer.getInteger("soak.films", 20_000), 50);
    }

    private void run(int films, int changes) throws Exception {
        var files = new ArrayList<Path>();
        for (var seed = 1; seed <= 4; seed++) {
            files.add(
                    Files.write(folder.resolve("film" + seed + ".dcm"), PhantomStudy.dicom(PhantomKind.NORMAL, seed)));
        }
        var keys = TrustedKeys.read(List.of(TinyModel.get().trusted()));
        var store = ModelStore.open(folder.resolve("models"), keys, Clock.systemUTC());
        var models = List.of(install(store, TinyModel.get()), install(store, TinyModel.next()));
        store.activate(models.get(0));
        try (var journal = Journal.open(folder.resolve("journal.db"), Clock.systemUTC());
                var keeper = ModelKeeper.open(store, journal.models(), new EngineSettings(ProviderChoice.CPU, 1, 1))) {
            var screener = new Screener(keeper.inUse(), GatePolicy::clinical);
            var each = films / changes;
            var warm = 0L;
            var most = 0L;
            for (var change = 0; change < changes; change++) {
                keeper.activate(models.get((change + 1) % 2));
                for (var film = 0; film < each; film++) {
                    screener.screen(files.get(film % files.size()));
                }
                if (change == changes / 4) {
                    warm = outsideHeapKilobytes();
                } else if (change > changes / 4) {
                    most = Math.max(most, outsideHeapKilobytes());
                }
            }

            System.out.printf(
                    "%d films, %d model changes: %d MiB outside the Java heap after a quarter, %d MiB at the end, %d MiB at most%n",
                    films, changes, warm >> 10, outsideHeapKilobytes() >> 10, most >> 10);
            assertThat(most - warm).isLessThan(BOUND_KILOBYTES);
        }
    }

    private static String install(ModelStore store, TinyModel model) throws IOException {
        try (var content = Files.newInputStream(model.modelPackage())) {
            return store.install(content, trial -> {}).digest();
        }
    }

    /** What the process holds less what the Java heap may hold; the heap is emptied first, to be the same each time. */
    private static long outsideHeapKilobytes() throws IOException {
        System.gc();
        var resident = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
        var heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getCommitted() >> 10;
        return resident - heap;
    }
}
