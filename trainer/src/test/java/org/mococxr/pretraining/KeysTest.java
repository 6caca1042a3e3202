package org.mococxr.pretraining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.mococxr.augmentation.ViewRecipe;
import org.mococxr.chance.Chance;
import org.mococxr.checkpoint.Tensor;
import org.mococxr.network.Network;
import org.mococxr.run.LearningRate;
import org.mococxr.tensors.DeviceChoice;
import org.mococxr.tensors.Optimizer;
import org.mococxr.tensors.TensorEngine;
import org.mococxr.tensors.TinyNetwork;
import org.mococxr.weights.RandomStart;

/** The key side of MoCo: shuffled groups, the queue, the spread of what it holds. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeysTest {
    private static final int FILMS = 8;
    private final Network network = TinyNetwork.network();
    private final TensorEngine engine = TensorEngine.open(network, DeviceChoice.CPU, 1);

    @AfterAll
    void close() {
        engine.close();
    }

    private Encoder encoder() {
        var values = new LinkedHashMap<>(RandomStart.of(network.parameters(), 1));
        values.putAll(RandomStart.of(Encoder.projectionParameters(network), 1));
        return new Encoder(engine, network, values);
    }

    private static float[] films() {
        var random = new Random(3);
        var films = new float[FILMS * 256];
        for (var i = 0; i < films.length; i++) {
            films[i] = (float) (random.nextGaussian() + i / 256);
        }
        return films;
    }

    private static Chance chance(long place) {
        return Chance.of(1, Chance.Purpose.KEY_ORDER, place);
    }

    @Test
    void eachKeyIsThatOfItsGroupAndComesBackToItsPlace() {
        var order = chance(5).permutation(FILMS);
        float[] keys;
        float[] firstGroup;
        try (var scope = engine.step()) {
            keys = encoder()
                    .embedShuffled(engine.floats(films(), FILMS, 1, 16, 16), FILMS, 2, chance(5))
                    .toFloats();
            var group = new float[4 * 256];
            for (var i = 0; i < 4; i++) {
                System.arraycopy(films(), order[i] * 256, group, i * 256, 256);
            }
            firstGroup =
                    encoder().embed(engine.floats(group, 4, 1, 16, 16), 4, 1).toFloats();
        }

        for (var i = 0; i < 4; i++) {
            assertThat(Arrays.copyOfRange(keys, order[i] * 128, (order[i] + 1) * 128))
                    .containsExactly(Arrays.copyOfRange(firstGroup, i * 128, (i + 1) * 128), within(1e-6f));
        }
    }

    @Test
    void newKeysReplaceTheOldestAndRememberWhoseTheyAre() {
        var queue = KeyQueue.random(engine, 6, 1);
        var before = queue.rows();

        try (var scope = engine.step()) {
            for (var batch = 0; batch < 4; batch++) {
                var keys = new float[2 * KeyQueue.EMBEDDING];
                Arrays.fill(keys, batch);
                queue.add(
                        engine.floats(keys, 2, KeyQueue.EMBEDDING),
                        engine.longs(new long[] {10 * batch, 10 * batch + 1}),
                        2);
                if (batch == 0) {
                    assertThat(queue.rows().get(2)).containsExactly(before.get(2));
                    assertThat(queue.patients().toLongs()).containsExactly(0, 1, -1, -1, -1, -1);
                }
            }
        }

        assertThat(queue.rows().get(0)).containsOnly(3f);
        assertThat(queue.rows().get(2)).containsOnly(1f);
        assertThat(queue.patients().toLongs()).containsExactly(30, 31, 10, 11, 20, 21);
        assertThat(queue.next()).isEqualTo(2);
    }

    @Test
    void theQueueComesBackFromItsState() {
        var queue = KeyQueue.random(engine, 6, 1);
        var state = queue.state();

        var restored = KeyQueue.restored(engine, require(state.get("queue")), require(state.get("queue_patients")), 4);

        assertThat(restored.embeddings().toFloats())
                .containsExactly(queue.embeddings().toFloats());
        assertThat(restored.patients().toLongs())
                .containsExactly(queue.patients().toLongs());
        assertThat(restored.next()).isEqualTo(4);
    }

    private static Tensor require(@Nullable Tensor tensor) {
        if (tensor == null) {
            throw new AssertionError("a tensor is missing");
        }
        return tensor;
    }

    @Test
    void randomNegativesHaveUnitLength() {
        for (var row : KeyQueue.random(engine, 6, 1).rows()) {
            var squares = 0.0;
            for (var value : row) {
                squares += (double) value * value;
            }
            assertThat(squares).isCloseTo(1, within(1e-5));
        }
    }

    @Test
    void spreadSeesEvenDirectionsAndCollapse() {
        var axes = new float[8][4];
        for (var i = 0; i < 8; i++) {
            axes[i][i / 2] = i % 2 == 0 ? 1 : -1;
        }
        var one = new float[] {0.6f, 0.8f, 0, 0};

        var even = Spread.of(List.of(axes));
        var collapsed = Spread.of(List.of(one, one, one));

        assertThat(even.stdFraction()).isCloseTo(1, within(1e-9));
        assertThat(even.effectiveRank()).isCloseTo(4, within(1e-6));
        assertThat(even.meanPairwiseCosine()).isCloseTo(pairwise(axes), within(1e-9));
        assertThat(collapsed.meanPairwiseCosine()).isCloseTo(1, within(1e-6));
        assertThat(collapsed.stdFraction()).isCloseTo(0, within(1e-3));
        assertThat(collapsed.effectiveRank()).isCloseTo(1, within(1e-2));
    }

    private static double pairwise(float[][] rows) {
        var sum = 0.0;
        for (var i = 0; i < rows.length; i++) {
            for (var j = 0; j < rows.length; j++) {
                for (var d = 0; d < rows[i].length && i != j; d++) {
                    sum += (double) rows[i][d] * rows[j][d];
                }
            }
        }
        return sum / (rows.length * (rows.length - 1));
    }

    @Test
    void eigenvaluesAreThoseOfAKnownMatrix() {
        var values = Spread.eigenvalues(new double[][] {{2, 1, 0}, {1, 2, 0}, {0, 0, 5}});

        assertThat(Arrays.stream(values).sorted().toArray()).containsExactly(new double[] {1, 3, 5}, within(1e-9));
    }

    @Test
    void theQueueIsSizedFromTheFilms() {
        assertThat(Preset.CXR_STRONG.queueKeys(8285, 64, 64)).isEqualTo(768);
        assertThat(Preset.CXR_STRONG.queueKeys(1000, 64, 64)).isEqualTo(256);
        assertThat(Preset.CXR_STRONG.queueKeys(224_000, 256, 256)).isEqualTo(22_272);
        assertThat(Preset.CXR_STRONG.queueKeys(2_000_000, 256, 512)).isEqualTo(65_536);
        assertThat(Preset.CXR_STRONG.queueKeys(100, 16, 16)).isEqualTo(80); // what is left beside a batch
        assertThat(Preset.PAPER.queueKeys(224_000, 16, 16)).isEqualTo(24_576);
        assertThat(Preset.PAPER.queueKeys(7_348, 16, 16)).isEqualTo(7_328);
        assertThat(Preset.normGroups(256)).isEqualTo(8);
        assertThat(Preset.normGroups(64)).isEqualTo(4);
        assertThat(Preset.normGroups(32)).isEqualTo(2);
        assertThat(Preset.normGroups(16)).isEqualTo(2);
    }

    @Test
    void thePaperPresetIsTheReleasedRecipe() {
        var paper = Preset.named("paper");

        assertThat(paper.sizePixels()).isEqualTo(320);
        assertThat(paper.batchFilms(true)).isEqualTo(16);
        assertThat(paper.epochs()).isEqualTo(20);
        assertThat(paper.optimizer()).isEqualTo(Optimizer.Rule.ADAM);
        assertThat(paper.learningRate(16)).isEqualTo(1e-4);
        assertThat(paper.keyMomentum(1000)).isEqualTo(KeyMomentum.constant(0.999));
        var rate = new LearningRate(1e-4, paper.schedule(), paper.warmupEpochs(20), 20);
        assertThat(rate.at(11)).isEqualTo(1e-4);
        assertThat(rate.at(12)).isEqualTo(1e-5);
        assertThat(rate.at(17)).isEqualTo(1e-5);
        assertThat(rate.at(18)).isEqualTo(1e-6);
        assertThat(Preset.named("small_data")).isEqualTo(Preset.CXR_STRONG);
        assertThatThrownBy(() -> Preset.named("strong")).hasMessageContaining("known: [cxr-strong, paper]");
    }

    @Test
    void keyMomentumRisesAlongHalfACosine() {
        var rising = new KeyMomentum(0.9, 1);

        assertThat(rising.at(0, 100)).isCloseTo(0.9, within(1e-12));
        assertThat(rising.at(50, 100)).isCloseTo(0.95, within(1e-12));
        assertThat(rising.at(100, 100)).isCloseTo(1, within(1e-12));
        assertThat(KeyMomentum.constant(0.99).at(7, 100)).isEqualTo(0.99);
        assertThatThrownBy(() -> new KeyMomentum(0.99, 0.9)).hasMessageContaining("does not fall");
    }

    @Test
    void refusesBatchesThatDoNotDivideIntoGroups() {
        assertThatThrownBy(() -> new PretrainSettings(
                        "resnet18",
                        32,
                        32,
                        ViewRecipe.PAPER,
                        10,
                        20,
                        0.2,
                        KeyMomentum.constant(0.9),
                        4,
                        Positives.SAME_FILM,
                        false,
                        Optimizer.Rule.SGD,
                        0.1,
                        LearningRate.Shape.COSINE,
                        0,
                        0,
                        1,
                        1))
                .hasMessageContaining("a batch of 10 films does not divide into 4 groups");
    }
}
