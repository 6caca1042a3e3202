package org.mococxr.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mococxr.film.FilmReader;
import org.mococxr.filmlist.FilmFolder;
import org.mococxr.filmlist.FilmList;
import org.mococxr.filmlist.FilmListReader;
import org.mococxr.filmlist.GreyStatistics;
import org.mococxr.filmlist.PreparedFilms;
import org.mococxr.filmlist.Split;
import org.mococxr.finetuning.Figures;
import org.mococxr.finetuning.FinetuneSettings;
import org.mococxr.finetuning.FinetuneStart;
import org.mococxr.labels.Balance;
import org.mococxr.labels.Uncertain;
import org.mococxr.network.Network;
import org.mococxr.run.Journal;
import org.mococxr.run.RunRefusedException;
import org.mococxr.run.StopSignal;
import org.mococxr.tensors.DeviceChoice;
import org.mococxr.tensors.TensorEngine;
import org.mococxr.tensors.TinyNetwork;
import org.mococxr.weights.RandomStart;

/** A whole comparison of two starts of a tiny network, in both modes. */
class SweepTest {
    private static final Network TINY = TinyNetwork.network();
    private static final List<FinetuneSettings.Mode> BOTH_MODES =
            List.of(FinetuneSettings.Mode.LINEAR, FinetuneSettings.Mode.END_TO_END);

    @TempDir
    private Path folder = Path.of("");

    private FilmList list = new FilmList("", "", List.of(), List.of());

    @BeforeEach
    void films() {
        list = FilmListReader.read(List.of(FilmFolder.standard(folder, 20, 16).write("films.csv")), List.of())
                .get(0);
    }

    private static SweepPlan plan(List<String> heldOut, int draws) {
        return plan(heldOut, draws, arm("one"), arm("two"));
    }

    private static SweepPlan.Arm arm(String name, String... weights) {
        return new SweepPlan.Arm(name, weights.length == 0 ? List.of("random") : List.of(weights));
    }

    private static SweepPlan plan(List<String> heldOut, int draws, SweepPlan.Arm... arms) {
        return new SweepPlan(
                "tiny",
                32,
                List.of("pleural_effusion"),
                List.of(arms),
                BOTH_MODES,
                List.of(0.5, 1.0),
                draws,
                20,
                3,
                4,
                1e-3,
                "cxr-light",
                Uncertain.IGNORE,
                Balance.CLASSES,
                heldOut,
                "val",
                List.of("digest"),
                1);
    }

    private PreparedFilms prepared(Split split, int side, PreparedFilms.Depth depth) {
        var some = list.films().stream().filter(film -> film.split() == split).toList();
        var kitchen = new PreparedFilms.Kitchen(file -> FilmReader.read(file).radiograph(), folder.resolve("cache"), 1);
        return PreparedFilms.open(some, side, depth, kitchen, done -> {});
    }

    private static FinetuneStart start(long seed) {
        return new FinetuneStart(
                RandomStart.of(TINY.parameters(), seed),
                new GreyStatistics(0.5, 0.25),
                Optional.empty(),
                Optional.empty());
    }

    private boolean run(SweepPlan plan, int part, int parts, List<String> started, StopSignal stop) {
        var films = new Sweep.Films(
                prepared(Split.TRAIN, 32, PreparedFilms.Depth.FLOAT32),
                prepared(Split.TRAIN, 40, PreparedFilms.Depth.GREY8),
                prepared(Split.VAL, 32, PreparedFilms.Depth.FLOAT32));
        var journal = new Journal() {
            @Override
            public void say(String line) {}

            @Override
            public void warn(String line) {}

            @Override
            public void progress(String what, long done, long total, String detail) {
                started.add(detail);
            }

            @Override
            public void progressEnds() {}
        };
        try (var engine = TensorEngine.open(TINY, DeviceChoice.CPU, 1)) {
            return new Sweep(
                            engine,
                            TINY,
                            plan,
                            films,
                            new SweepFolder(folder.resolve("sweep"), plan),
                            new Sweep.Work(part, parts, 1, journal, stop))
                    .run(Map.of(
                            "one", List.of(start(1)), "two", List.of(start(2)), "both", List.of(start(1), start(2))));
        }
    }

    private SweepReport report(SweepPlan plan) {
        return SweepReport.of(
                plan,
                new SweepFolder(folder.resolve("sweep"), plan),
                list.films().stream()
                        .filter(film -> film.split() == Split.TRAIN)
                        .toList(),
                list.films().stream().filter(film -> film.split() == Split.VAL).toList());
    }

    @Test
    void partsTogetherMakeTheWholeAndNothingIsDoneTwice() {
        var plan = plan(List.of("north"), 2);
        var started = new ArrayList<String>();

        assertThat(run(plan, 1, 2, started, new StopSignal())).isTrue();
        assertThat(report(plan).missing()).isEqualTo(8);
        assertThat(run(plan, 2, 2, started, new StopSignal())).isTrue();
        assertThat(run(plan, 1, 1, started, new StopSignal())).isTrue();

        assertThat(started).hasSize(2 * 2 * (2 + 1 + 1)).doesNotHaveDuplicates(); // arms, modes, half twice, all, north
        var report = report(plan);
        assertThat(report.missing()).isZero();
        var half = line(report, "one", FinetuneSettings.Mode.LINEAR, 0.5, Optional.empty());
        assertThat(half.draws()).isEqualTo(2);
        assertThat(half.films()).isEqualTo(16);
        assertThat(half.trainPatients()).isLessThan(18);
        assertThat(half.gain()).isEmpty();
        var all = line(report, "two", FinetuneSettings.Mode.END_TO_END, 1, Optional.empty());
        assertThat(all.trainFilms()).isEqualTo(20);
        assertThat(all.gain()).isPresent();
        assertThat(all.deLongP()).isPresent();
        var elsewhere = line(report, "two", FinetuneSettings.Mode.LINEAR, 1, Optional.of("north"));
        assertThat(elsewhere.films()).isEqualTo(8);
        assertThat(elsewhere.trainFilms())
                .isEqualTo(list.films().stream()
                        .filter(film ->
                                film.split() == Split.TRAIN && !film.source().equals("north"))
                        .count());
    }

    private static SweepReport.Line line(
            SweepReport report, String arm, FinetuneSettings.Mode mode, double fraction, Optional<String> heldOut) {
        return report.lines().stream()
                .filter(line -> line.arm().equals(arm)
                        && line.mode() == mode
                        && line.fraction() == fraction
                        && line.heldOut().equals(heldOut)
                        && line.source().equals(Figures.ALL_SOURCES))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aStoppedComparisonKeepsWhatIsDone() {
        var stop = new StopSignal();
        stop.request();

        assertThat(run(plan(List.of(), 1), 1, 1, new ArrayList<>(), stop)).isFalse();
        assertThat(report(plan(List.of(), 1)).missing()).isEqualTo(8);
    }

    @Test
    void refusesToGoOnWithAnotherPlan() {
        new SweepFolder(folder.resolve("sweep"), plan(List.of(), 1));

        assertThatThrownBy(() -> new SweepFolder(folder.resolve("sweep"), plan(List.of(), 2)))
                .isInstanceOf(RunRefusedException.class)
                .hasMessageContaining("cannot go on with another plan");
    }

    @Test
    void everyArmLearnsFromTheSamePatients() {
        var plan = plan(List.of(), 2);
        var train = list.films().stream()
                .filter(film -> film.split() == Split.TRAIN)
                .toList();
        var films = new TrialFilms(plan, train, List.of());
        var mode = FinetuneSettings.Mode.LINEAR;

        var one = films.learnedFrom(new Trial("one", mode, 0.5, 1, Optional.empty()));
        var two = new TrialFilms(plan, train, List.of())
                .learnedFrom(new Trial("two", FinetuneSettings.Mode.END_TO_END, 0.5, 1, Optional.empty()));
        var otherDraw = films.learnedFrom(new Trial("one", mode, 0.5, 0, Optional.empty()));
        var all = films.learnedFrom(new Trial("one", mode, 1, 1, Optional.empty()));

        assertThat(one).containsExactly(two).isNotEqualTo(otherDraw);
        assertThat(all).contains(one);
    }

    @Test
    void takesTurnsWithAnArmsStartsDrawByDraw() {
        var plan = plan(List.of("north"), 3, arm("one"), arm("two"), arm("both", "first", "second"));

        assertThat(run(plan, 1, 1, new ArrayList<>(), new StopSignal())).isTrue();

        var kept = new SweepFolder(folder.resolve("sweep"), plan);
        for (var mode : BOTH_MODES) {
            for (var draw = 0; draw < 3; draw++) {
                var itself = draw % 2 == 0 ? "one" : "two";
                assertThat(kept.predictions(new Trial("both", mode, 0.5, draw, Optional.empty())))
                        .isPresent()
                        .isEqualTo(kept.predictions(new Trial(itself, mode, 0.5, draw, Optional.empty())));
            }
        }
        assertThat(report(plan).lines())
                .filteredOn(line -> line.fraction() == 1 && line.source().equals(Figures.ALL_SOURCES))
                .isNotEmpty()
                .allMatch(line -> line.draws() == 2);
    }

    @Test
    void refusesArmsWhoseFilesCouldNotBeToldApart() {
        assertThatThrownBy(() -> arm("a/b")).hasMessageContaining("letters, digits");
        assertThatThrownBy(() -> plan(List.of("a b", "a.b"), 1)).hasMessageContaining("must differ");
    }
}
