package org.mococxr.pretraining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mococxr.augmentation.ViewRecipe;
import org.mococxr.checkpoint.Checkpoint;
import org.mococxr.checkpoint.CheckpointKind;
import org.mococxr.checkpoint.Safetensors;
import org.mococxr.film.FilmReader;
import org.mococxr.filmlist.FilmFolder;
import org.mococxr.filmlist.FilmList;
import org.mococxr.filmlist.FilmListReader;
import org.mococxr.filmlist.ListedFilm;
import org.mococxr.filmlist.PreparedFilms;
import org.mococxr.network.Network;
import org.mococxr.network.Networks;
import org.mococxr.probing.ProbeFilms;
import org.mococxr.run.Housekeeping;
import org.mococxr.run.Journal;
import org.mococxr.run.LearningRate;
import org.mococxr.run.RunRefusedException;
import org.mococxr.run.StopSignal;
import org.mococxr.tensors.DeviceChoice;
import org.mococxr.tensors.Optimizer;
import org.mococxr.tensors.TensorEngine;
import org.mococxr.weights.PublicWeights;
import org.mococxr.weights.RandomStart;

/** Whole runs of a real ResNet-18 on twelve films of 32 pixels. */
class PretrainingTest {
    private static final Network RESNET = Networks.require("resnet18");

    @TempDir
    private Path folder = Path.of("");

    private FilmList list = new FilmList("", "", List.of(), List.of());

    @BeforeEach
    void twelveFilms() {
        list = FilmListReader.read(List.of(FilmFolder.standard(folder, 12, 0).write("films.csv")), List.of())
                .get(0);
    }

    private static PretrainSettings settings(int queue, Optimizer.Rule rule, double learningRate) {
        return new PretrainSettings(
                "resnet18",
                32,
                40,
                ViewRecipe.CXR_STRONG,
                4,
                queue,
                0.2,
                KeyMomentum.constant(0.9),
                2,
                Positives.SAME_FILM,
                false,
                rule,
                learningRate,
                LearningRate.Shape.COSINE,
                1,
                1e-4,
                2,
                7);
    }

    /** Asks the run to stop behind a step. */
    private static final class StopAfter implements Journal {
        private final StopSignal stop = new StopSignal();
        private final int steps;
        private int seen;

        StopAfter(int steps) {
            this.steps = steps;
        }

        @Override
        public void say(String line) {}

        @Override
        public void warn(String line) {}

        @Override
        public void progress(String what, long done, long total, String detail) {
            if (++seen == steps) {
                stop.request();
            }
        }

        @Override
        public void progressEnds() {}
    }

    /** Everything that is off by default: both ways, films of one study as a pair, rising key momentum. */
    private static PretrainSettings everythingOn() {
        var plain = settings(8, Optimizer.Rule.SGD, 0.02);
        return new PretrainSettings(
                plain.network(),
                plain.sizePixels(),
                plain.filmPixels(),
                plain.views(),
                plain.batchFilms(),
                plain.queueKeys(),
                plain.temperature(),
                new KeyMomentum(0.9, 0.99),
                plain.normGroups(),
                Positives.SAME_STUDY,
                true,
                plain.optimizer(),
                plain.learningRate(),
                plain.schedule(),
                plain.warmupEpochs(),
                plain.weightDecay(),
                plain.epochs(),
                plain.seed());
    }

    private boolean run(String name, PretrainSettings settings, StopAfter journal) {
        var out = folder.resolve(name);
        try (var engine = TensorEngine.open(RESNET, DeviceChoice.CPU, 1)) {
            Files.createDirectories(out);
            var kitchen =
                    new PreparedFilms.Kitchen(file -> FilmReader.read(file).radiograph(), folder.resolve("cache"), 1);
            var prepared = PreparedFilms.open(list.films(), 40, PreparedFilms.Depth.GREY8, kitchen, done -> {});
            var probe = new ProbeFilms(
                    PreparedFilms.open(list.films(), 32, PreparedFilms.Depth.FLOAT32, kitchen, done -> {}),
                    PreparedFilms.open(list.films(), 32, PreparedFilms.Depth.FLOAT32, kitchen, done -> {}),
                    List.of("pleural_effusion"));
            return new Pretraining(
                            engine,
                            RESNET,
                            settings,
                            new Pretraining.Films(prepared, List.of(list.use()), Optional.of(probe)),
                            new PretrainStart(RandomStart.of(RESNET.parameters(), 7), Optional.empty()),
                            new Housekeeping(
                                    out, 2, Duration.ofHours(1), "test", journal, journal.stop, Clock.systemUTC()))
                    .run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Safetensors tensors(String run, String file) {
        return Safetensors.read(folder.resolve(run).resolve("checkpoint").resolve(file));
    }

    @Test
    void aRunStoppedInMidEpochGoesOnToTheSameBits() {
        list = withOneStudy(list);
        var settings = everythingOn();
        assertThat(run("straight", settings, new StopAfter(-1))).isTrue();

        assertThat(run("halted", settings, new StopAfter(2))).isFalse(); // an epoch has three steps
        assertThat(Checkpoint.read(folder.resolve("halted/checkpoint")).state().step())
                .isEqualTo(2);
        assertThat(run("halted", settings, new StopAfter(2))).isFalse();
        assertThat(run("halted", settings, new StopAfter(-1))).isTrue();

        for (var file : List.of(Checkpoint.WEIGHTS, Checkpoint.OPTIMIZER)) {
            assertThat(PublicWeights.equal(
                            tensors("straight", file).tensors(),
                            tensors("halted", file).tensors()))
                    .as(file)
                    .isTrue();
        }
        assertThat(folder.resolve("halted/metrics.csv")).content().hasLineCount(3);
    }

    /** The first patient's three films become one study. */
    private static FilmList withOneStudy(FilmList list) {
        var films = list.films().stream()
                .map(film -> film.patient().equals("twin")
                        ? new ListedFilm(
                                film.path(),
                                film.file(),
                                film.patient(),
                                "s0",
                                film.view(),
                                film.ageYears(),
                                film.sex(),
                                film.source(),
                                film.split(),
                                film.labels())
                        : film)
                .toList();
        return new FilmList(list.name(), list.sha256(), list.findings(), films);
    }

    @Test
    void refusesPairsWhereNoStudyHasTwoFilms() {
        assertThatThrownBy(() -> run("run", everythingOn(), new StopAfter(-1)))
                .isInstanceOf(RunRefusedException.class)
                .hasMessageContaining("there are no pairs for --positives same-study");
    }

    @Test
    void refusesToGoOnWithARunThatNormalisedItsQueriesOtherwise() throws IOException {
        run("run", settings(8, Optimizer.Rule.SGD, 0.02), new StopAfter(1));
        var state = folder.resolve("run/checkpoint/state.json");
        Files.writeString(state, Files.readString(state).replaceFirst("\"queryNorm\"\\s*:\\s*\"groups\",", ""));

        assertThatThrownBy(() -> run("run", settings(8, Optimizer.Rule.SGD, 0.02), new StopAfter(-1)))
                .isInstanceOf(RunRefusedException.class)
                .hasMessageContaining("queryNorm was not set, is groups");
    }

    @Test
    void theCheckpointTellsWhatWasLearnedFromWhat() throws IOException {
        run("run", settings(8, Optimizer.Rule.ADAM, 1e-3), new StopAfter(-1));

        var checkpoint = Checkpoint.read(folder.resolve("run/checkpoint"));

        var state = checkpoint.state();
        assertThat(state.kind()).isEqualTo(CheckpointKind.PRETRAIN);
        assertThat(state.epoch()).isEqualTo(2);
        assertThat(state.step()).isEqualTo(6);
        assertThat(state.settings()).containsEntry("queueKeys", 8).containsEntry("views", "cxr-strong");
        assertThat(state.filmLists()).containsExactly(list.use());
        assertThat(PublicWeights.equal(checkpoint.weights(), RandomStart.of(RESNET.parameters(), 7)))
                .isFalse();
        var metrics = Files.readAllLines(folder.resolve("run/metrics.csv"));
        assertThat(metrics.get(0)).startsWith("epoch,loss,chance_loss,");
        assertThat(metrics.get(1).split(",")[2]).startsWith("2.19722"); // ln(1 + 8)
        var columns = List.of(metrics.get(0).split(","));
        var last = List.of(metrics.get(2).split(",", -1));
        for (var column : List.of("knn_auroc", "probe_auroc", "mean_pairwise_cosine", "loader_films_per_second")) {
            assertThat(Double.parseDouble(last.get(columns.indexOf(column))))
                    .as(column)
                    .isFinite();
        }
        assertThat(Double.parseDouble(last.get(columns.indexOf("probe_auroc"))))
                .isEqualTo(1); // it is asked about the films it learned from
        assertThat(folder.resolve("run/report.html")).content().contains("Loss against knowing nothing");
    }

    @Test
    void refusesToGoOnWithOtherSettingsByName() {
        run("run", settings(8, Optimizer.Rule.SGD, 0.02), new StopAfter(1));

        assertThatThrownBy(() -> run("run", settings(4, Optimizer.Rule.SGD, 0.03), new StopAfter(-1)))
                .isInstanceOf(RunRefusedException.class)
                .hasMessageContaining("learningRate was 0.02, is 0.03")
                .hasMessageContaining("queueKeys was 8, is 4");
    }

    @Test
    void refusesAQueueThatWouldHoldTheQuerysOwnFilm() {
        assertThatThrownBy(() -> run("run", settings(12, Optimizer.Rule.SGD, 0.02), new StopAfter(-1)))
                .isInstanceOf(RunRefusedException.class)
                .hasMessageContaining("12 films less a batch of 4 leave room for 8");
    }

    /** The loss of the step that spoils the weights is still a number; it is the next one that is not. */
    @Test
    void spoiltWeightsDoNotReplaceAGoodCheckpoint() {
        var spoiling = settings(8, Optimizer.Rule.SGD, 1e38);

        assertThatThrownBy(() -> run("run", spoiling, new StopAfter(1)))
                .isInstanceOf(RunRefusedException.class)
                .hasMessageContaining("learning has diverged");
        assertThat(folder.resolve("run/checkpoint")).doesNotExist();
    }

    @Test
    void stopsInWordsWhenTheLossIsNoNumber() {
        assertThatThrownBy(() -> run("run", settings(8, Optimizer.Rule.SGD, 1e30), new StopAfter(-1)))
                .isInstanceOf(RunRefusedException.class)
                .hasMessageContaining("the loss became")
                .hasMessageContaining("lower --learning-rate");
    }
}
