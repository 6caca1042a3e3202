package org.mococxr.finetuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mococxr.augmentation.ViewRecipe;
import org.mococxr.checkpoint.Checkpoint;
import org.mococxr.checkpoint.CheckpointKind;
import org.mococxr.checkpoint.ReferenceOutputs;
import org.mococxr.checkpoint.Tensor;
import org.mococxr.evaluation.Predictions;
import org.mococxr.film.FilmReader;
import org.mococxr.filmlist.FilmFolder;
import org.mococxr.filmlist.FilmList;
import org.mococxr.filmlist.FilmListReader;
import org.mococxr.filmlist.GreyStatistics;
import org.mococxr.filmlist.ListedFilm;
import org.mococxr.filmlist.PreparedFilms;
import org.mococxr.filmlist.Split;
import org.mococxr.labels.Balance;
import org.mococxr.labels.Uncertain;
import org.mococxr.network.Network;
import org.mococxr.network.Networks;
import org.mococxr.probing.LinearProbe;
import org.mococxr.run.Housekeeping;
import org.mococxr.run.Journal;
import org.mococxr.run.RunRefusedException;
import org.mococxr.run.StopSignal;
import org.mococxr.tensors.DeviceChoice;
import org.mococxr.tensors.TensorEngine;
import org.mococxr.weights.PublicWeights;
import org.mococxr.weights.RandomStart;

/** Whole runs of a real ResNet-18 on twelve training and twelve validation films of 32 pixels. */
class FinetuningTest {
    private static final Network RESNET = Networks.require("resnet18");
    private static final Map<String, Tensor> START = RandomStart.of(RESNET.parameters(), 7);
    private static final List<String> BOTH = List.of("pleural_effusion", "tuberculosis");

    @TempDir
    private Path folder = Path.of("");

    private FilmList list = new FilmList("", "", List.of(), List.of());

    @BeforeEach
    void films() {
        list = FilmListReader.read(List.of(FilmFolder.standard(folder, 12, 12).write("films.csv")), List.of())
                .get(0);
    }

    private static FinetuneSettings settings(FinetuneSettings.Mode mode, int epochs, double learningRate) {
        return settings(mode, epochs, learningRate, 0, 10, false);
    }

    private static FinetuneSettings settings(
            FinetuneSettings.Mode mode,
            int epochs,
            double learningRate,
            double weightAverage,
            int patience,
            boolean freezeNorm) {
        return settings(BOTH, List.of(), mode, epochs, learningRate, weightAverage, patience, freezeNorm);
    }

    private static FinetuneSettings settings(
            List<String> findings,
            List<String> auxiliary,
            FinetuneSettings.Mode mode,
            int epochs,
            double learningRate,
            double weightAverage,
            int patience,
            boolean freezeNorm) {
        return new FinetuneSettings(
                findings,
                auxiliary,
                32,
                mode == FinetuneSettings.Mode.LINEAR ? 32 : 40,
                mode,
                mode == FinetuneSettings.Mode.LINEAR ? ViewRecipe.PLAIN : ViewRecipe.CXR_LIGHT,
                4,
                epochs,
                FinetuneSettings.Kept.BEST,
                patience,
                learningRate,
                10 * learningRate,
                1e-4,
                freezeNorm,
                Uncertain.IGNORE,
                Balance.CLASSES,
                Map.of(),
                false,
                0,
                weightAverage,
                7);
    }

    private static FinetuneSettings keepingTheLast(FinetuneSettings settings) {
        return new FinetuneSettings(
                settings.findings(),
                settings.auxiliary(),
                settings.sizePixels(),
                settings.filmPixels(),
                settings.mode(),
                settings.views(),
                settings.batchFilms(),
                settings.epochs(),
                FinetuneSettings.Kept.LAST,
                settings.patienceEpochs(),
                settings.backboneLearningRate(),
                settings.headLearningRate(),
                settings.weightDecay(),
                settings.freezeNorm(),
                settings.uncertain(),
                settings.balance(),
                settings.positiveWeights(),
                settings.maskOneSided(),
                settings.labelSmoothing(),
                settings.weightAverage(),
                settings.seed());
    }

    private static final class Notes implements Journal {
        private final StopSignal stop = new StopSignal();
        private final int stopAfter;
        private final List<String> lines = new ArrayList<>();
        private int seen;

        Notes(int stopAfter) {
            this.stopAfter = stopAfter;
        }

        @Override
        public void say(String line) {
            lines.add(line);
        }

        @Override
        public void warn(String line) {
            lines.add("WARN " + line);
        }

        @Override
        public void progress(String what, long done, long total, String detail) {
            if (++seen == stopAfter) {
                stop.request();
            }
        }

        @Override
        public void progressEnds() {}
    }

    private PreparedFilms prepared(Split split, int side, PreparedFilms.Depth depth) {
        var some = list.films().stream().filter(film -> film.split() == split).toList();
        var kitchen = new PreparedFilms.Kitchen(file -> FilmReader.read(file).radiograph(), folder.resolve("cache"), 1);
        return PreparedFilms.open(some, side, depth, kitchen, done -> {});
    }

    private Finetuning.Outcome run(String name, FinetuneSettings settings, Notes notes) {
        var linear = settings.mode() == FinetuneSettings.Mode.LINEAR;
        var out = folder.resolve(name);
        try (var engine = TensorEngine.open(RESNET, DeviceChoice.CPU, 1)) {
            Files.createDirectories(out);
            var films = new FinetuneFilms(
                    prepared(
                            Split.TRAIN,
                            settings.filmPixels(),
                            linear ? PreparedFilms.Depth.FLOAT32 : PreparedFilms.Depth.GREY8),
                    prepared(Split.VAL, settings.sizePixels(), PreparedFilms.Depth.FLOAT32),
                    List.of(list.use()));
            return new Finetuning(
                            engine,
                            RESNET,
                            settings,
                            films,
                            new FinetuneStart(START, new GreyStatistics(0.5, 0.25), Optional.empty(), Optional.empty()),
                            new Housekeeping(out, 1, Duration.ofHours(1), "test", notes, notes.stop, Clock.systemUTC()))
                    .run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Checkpoint checkpoint(String run) {
        return Checkpoint.read(folder.resolve(run).resolve("checkpoint"));
    }

    @Test
    void aRunStoppedInMidEpochGoesOnToTheSameBits() {
        var settings = settings(FinetuneSettings.Mode.END_TO_END, 2, 1e-3, 0.9, 10, false);
        run("straight", settings, new Notes(-1));

        assertThat(run("halted", settings, new Notes(2)).complete()).isFalse(); // an epoch has three steps
        assertThat(run("halted", settings, new Notes(2)).complete()).isFalse();
        var outcome = run("halted", settings, new Notes(-1));

        assertThat(outcome.complete()).isTrue();
        assertThat(PublicWeights.equal(
                        checkpoint("straight").weights(), checkpoint("halted").weights()))
                .isTrue();
        assertThat(folder.resolve("halted/progress")).doesNotExist();
        assertThat(folder.resolve("halted/metrics.csv")).content().isNotBlank();
    }

    @Test
    void whatIsLearnedBesideTeachesTheBackboneAndIsNotInTheModel() {
        var alone = List.of("tuberculosis");
        var beside = List.of("pleural_effusion");
        var mode = FinetuneSettings.Mode.END_TO_END;
        run("alone", settings(alone, List.of(), mode, 1, 1e-3, 0, 10, false), new Notes(-1));
        run("beside", settings(alone, beside, mode, 1, 1e-3, 0, 10, false), new Notes(-1));
        run(
                "both",
                settings(List.of("tuberculosis", "pleural_effusion"), List.of(), mode, 1, 1e-3, 0, 10, false),
                new Notes(-1));

        var model = checkpoint("beside");
        assertThat(model.state().findings()).isEqualTo(alone);
        assertThat(model.state().settings()).containsEntry("auxiliary", "pleural_effusion");
        assertThat(tensor(model.weights(), "fc.weight").shape()).containsExactly(1L, 512L);
        assertThat(tensor(model.weights(), "conv1.weight").values())
                .isNotEqualTo(
                        tensor(checkpoint("alone").weights(), "conv1.weight").values())
                .isEqualTo(tensor(checkpoint("both").weights(), "conv1.weight").values());
        assertThat(tensor(model.weights(), "fc.weight").values())
                .isEqualTo(Arrays.copyOf(
                        tensor(checkpoint("both").weights(), "fc.weight").values(), 512));
        assertThat(Predictions.read(model.file(Checkpoint.PREDICTIONS)))
                .isNotEmpty()
                .allMatch(p -> p.finding().equals("tuberculosis"));
        assertThat(ReferenceOutputs.read(model).logits().size())
                .isEqualTo(ReferenceOutputs.read(model).films());
    }

    @Test
    void aRunWithFindingsBesideGoesOnToTheSameBits() {
        var settings = settings(
                List.of("tuberculosis"),
                List.of("pleural_effusion"),
                FinetuneSettings.Mode.END_TO_END,
                1,
                1e-3,
                0.9,
                10,
                false);
        run("straight", settings, new Notes(-1));

        assertThat(run("halted", settings, new Notes(2)).complete()).isFalse();
        run("halted", settings, new Notes(-1));

        assertThat(PublicWeights.equal(
                        checkpoint("straight").weights(), checkpoint("halted").weights()))
                .isTrue();
    }

    @Test
    void refusesToLearnAFindingTwiceAndToTeachABackboneThatStaysAsItIs() {
        assertThatThrownBy(() -> settings(
                        BOTH, List.of("tuberculosis"), FinetuneSettings.Mode.END_TO_END, 1, 1e-3, 0, 10, false))
                .hasMessageContaining("not both");
        assertThatThrownBy(() -> settings(
                        List.of("tuberculosis"),
                        List.of("pleural_effusion"),
                        FinetuneSettings.Mode.LINEAR,
                        1,
                        1e-3,
                        0,
                        10,
                        false))
                .hasMessageContaining("mode linear");
    }

    @Test
    void trainingEndsWhenPatienceDoesAndKeepsTheBestEpoch() {
        var notes = new Notes(-1);

        run("run", settings(FinetuneSettings.Mode.END_TO_END, 30, 1e-9, 0, 1, false), notes); // nothing changes

        assertThat(notes.lines.stream().filter(line -> line.startsWith("epoch ")))
                .hasSize(2);
        assertThat(checkpoint("run").state().epoch()).isEqualTo(1);
    }

    @Test
    void theLastEpochIsKeptThoughNoneIsBetterThanTheFirst() {
        var notes = new Notes(-1);
        var settings = keepingTheLast(settings(FinetuneSettings.Mode.END_TO_END, 3, 1e-9, 0, 1, false));

        run("run", settings, notes);

        assertThat(notes.lines.stream().filter(line -> line.startsWith("epoch ")))
                .hasSize(3)
                .noneMatch(line -> line.contains("best"));
        assertThat(checkpoint("run").state().epoch()).isEqualTo(3);
        assertThat(checkpoint("run").state().settings())
                .containsEntry("kept", "last")
                .doesNotContainKey("patienceEpochs");
    }

    @Test
    void frozenBatchNormKeepsItsStatisticsWhileWeightsLearn() {
        run("run", settings(FinetuneSettings.Mode.END_TO_END, 1, 1e-3, 0, 10, true), new Notes(-1));

        var weights = checkpoint("run").weights();
        for (var parameter : RESNET.parameters()) {
            if (!parameter.role().learned()) {
                assertThat(tensor(weights, parameter.name()).values())
                        .as(parameter.name())
                        .isEqualTo(tensor(START, parameter.name()).values());
            }
        }
        assertThat(tensor(weights, "conv1.weight").values())
                .isNotEqualTo(tensor(START, "conv1.weight").values());
    }

    @Test
    void smoothedLabelsLeaveRoomForDoubt() {
        assertThat(Learner.smoothed(new float[] {0, 1, 1}, 0.1)).containsExactly(0.05f, 0.95f, 0.95f);
        assertThat(Learner.smoothed(new float[] {0, 1}, 0)).containsExactly(0, 1);
    }

    @Test
    void theCheckpointProvesItselfWithoutPyTorch() {
        run("run", settings(FinetuneSettings.Mode.LINEAR, 5, 0.01), new Notes(-1));

        var checkpoint = checkpoint("run");
        assertThat(checkpoint.state().kind()).isEqualTo(CheckpointKind.FINETUNE);
        assertThat(checkpoint.state().findings()).isEqualTo(BOTH);
        var reference = ReferenceOutputs.read(checkpoint);
        assertThat(reference.films())
                .isEqualTo(list.films().stream()
                        .filter(film -> film.split() == Split.VAL)
                        .count());
        for (var i = 0; i < reference.logits().size(); i++) {
            assertThat((double) reference.probabilities().value(i))
                    .isCloseTo(1 / (1 + Math.exp(-reference.logits().value(i))), within(1e-6));
        }
        var head = checkpoint.weights();
        for (var film = 0; film < reference.films(); film++) {
            for (var finding = 0; finding < 2; finding++) {
                double logit = tensor(head, "fc.bias").value(finding);
                for (var d = 0; d < 512; d++) {
                    logit += (double) tensor(head, "fc.weight").value(finding * 512 + d)
                            * reference.embedding().value(film * 512 + d);
                }
                assertThat((double) reference.logits().value(film * 2 + finding))
                        .isCloseTo(logit, within(1e-3));
            }
        }
        var predictions = Predictions.read(checkpoint.file(Checkpoint.PREDICTIONS));
        assertThat(predictions).hasSize(12 + 8); // every effusion label, two thirds of the tuberculosis labels
        assertThat(predictions).allMatch(p -> p.split().equals("val"));
    }

    private static Tensor tensor(Map<String, Tensor> tensors, String name) {
        var tensor = tensors.get(name);
        if (tensor == null) {
            throw new AssertionError("no tensor " + name);
        }
        return tensor;
    }

    @Test
    void aLinearRunLeavesTheBackboneAsItWasToTheBit() {
        run("run", settings(FinetuneSettings.Mode.LINEAR, 5, 0.01), new Notes(-1));

        var weights = checkpoint("run").weights();

        START.forEach((name, tensor) -> assertThat(
                        Arrays.equals(tensor(weights, name).values(), tensor.values()))
                .as(name)
                .isTrue());
    }

    @Test
    void anEvaluationRepeatsTheRunsOwnFigures() {
        var outcome = run("run", settings(FinetuneSettings.Mode.LINEAR, 5, 0.01), new Notes(-1));

        try (var engine = TensorEngine.open(RESNET, DeviceChoice.CPU, 1)) {
            var evaluation =
                    Evaluation.of(engine, checkpoint("run"), prepared(Split.VAL, 32, PreparedFilms.Depth.FLOAT32), 7);

            assertThat(evaluation.figures()).isEqualTo(outcome.figures());
        }
    }

    @Test
    void aFinishedRunIsNotRepeated() {
        var first = run("run", settings(FinetuneSettings.Mode.LINEAR, 5, 0.01), new Notes(-1));
        var notes = new Notes(-1);

        var second = run("run", settings(FinetuneSettings.Mode.LINEAR, 5, 0.01), notes);

        assertThat(second.figures()).isEqualTo(first.figures());
        assertThat(notes.lines).contains("this run is complete already");
        assertThatThrownBy(() -> run("run", settings(FinetuneSettings.Mode.LINEAR, 6, 0.01), new Notes(-1)))
                .isInstanceOf(RunRefusedException.class)
                .hasMessageContaining("epochs was 5, is 6");
    }

    @Test
    void refusesAFindingWithoutBothKindsOfFilms() {
        var onlyNegative = list.films().stream()
                .filter(film -> film.split() == Split.TRAIN
                        || film.label("pleural_effusion").text().equals("0"))
                .toList();
        list = new FilmList(list.name(), list.sha256(), list.findings(), onlyNegative);

        assertThatThrownBy(() -> run("run", settings(FinetuneSettings.Mode.LINEAR, 5, 0.01), new Notes(-1)))
                .isInstanceOf(RunRefusedException.class)
                .hasMessageContaining("pleural_effusion cannot be learned: the val films are 0 with it and 6 without");
    }

    @Test
    void warnsOfSourcesThatGiveTheAnswerAway() {
        var relabelled = list.films().stream()
                .map(film -> film.label("pleural_effusion").text().equals("1") ? from(film, "sick-hospital") : film)
                .toList();
        list = new FilmList(list.name(), list.sha256(), list.findings(), relabelled);
        var notes = new Notes(-1);

        run("run", settings(FinetuneSettings.Mode.LINEAR, 5, 0.01), notes);

        assertThat(notes.lines)
                .anyMatch(line -> line.startsWith("WARN pleural_effusion: [")
                        && line.contains("sick-hospital")
                        && line.contains("--mask-one-sided"));
    }

    private static ListedFilm from(ListedFilm film, String source) {
        return new ListedFilm(
                film.path(),
                film.file(),
                film.patient(),
                film.study(),
                film.view(),
                film.ageYears(),
                film.sex(),
                source,
                film.split(),
                film.labels());
    }

    @Test
    void aProbeSeparatesWhatCanBeSeparated() {
        var random = new Random(1);
        var embeddings = new float[40 * 512];
        var targets = new float[40];
        var weights = new float[40];
        for (var i = 0; i < 40; i++) {
            targets[i] = i % 2;
            weights[i] = 1;
            for (var d = 0; d < 512; d++) {
                embeddings[i * 512 + d] = (float) (5 + 0.1 * random.nextGaussian() + (d == 3 ? 0.5 * targets[i] : 0));
            }
        }

        Map<String, Tensor> head;
        try (var engine = TensorEngine.open(RESNET, DeviceChoice.CPU, 1)) {
            head = new LinearProbe(engine, RESNET, 1)
                    .train(embeddings, targets, weights, new float[] {1}, new LinearProbe.Effort(200, 0.01, 1e-3, 1));
        }

        for (var i = 0; i < 40; i++) {
            double logit = tensor(head, "fc.bias").value(0);
            for (var d = 0; d < 512; d++) {
                logit += (double) tensor(head, "fc.weight").value(d) * embeddings[i * 512 + d];
            }
            assertThat(logit > 0).isEqualTo(targets[i] == 1);
        }
    }
}
