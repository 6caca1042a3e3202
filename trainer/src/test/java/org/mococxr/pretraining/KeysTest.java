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

    private float[] keys(int groups, int... order) {
        var back = new long[FILMS];
        for (var i = 0; i < FILMS; i++) {
            back[order[i]] = i;
        }
        try (var scope = engine.step()) {
            return encoder()
                    .embedInGroups(
                            engine.floats(films(), FILMS, 1, 16, 16),
                            engine.longs(Arrays.stream(order).asLongStream().toArray()),
                            engine.longs(back),
                            FILMS,
                            groups)
                    .toFloats();
        }
    }

    private float[] queries() {
        try (var scope = engine.step()) {
            return encoder().embed(engine.floats(films(), FILMS, 1, 16, 16)).toFloats();
        }
    }

    private static double largestDifference(float[] a, float[] b) {
        var largest = 0.0;
        for (var i = 0; i < a.length; i++) {
            largest = Math.max(largest, Math.abs(a[i] - b[i]));
        }
        return largest;
    }

    /** The leak: with one group every key shares its statistics with its query, and shuffling changes nothing. */
    @Test
    void shufflingWithoutGroupsHidesNothing() {
        var keys = keys(1, 3, 1, 4, 0, 5, 7, 2, 6);

        assertThat(largestDifference(keys, queries())).isLessThan(1e-5);
    }

    @Test
    void groupsOfRandomCompanyTakeTheSharedStatisticsAway() {
        var keys = keys(2, 3, 1, 4, 0, 5, 7, 2, 6);
        var otherCompany = keys(2, 0, 1, 2, 3, 4, 5, 6, 7);

        assertThat(largestDifference(keys, queries())).isGreaterThan(1e-2);
        assertThat(largestDifference(keys, otherCompany)).isGreaterThan(1e-2);
    }

    @Test
    void eachKeyIsThatOfItsGroupAndComesBackToItsPlace() {
        var keys = keys(2, 3, 1, 4, 0, 5, 7, 2, 6);

        float[] firstGroup;
        try (var scope = engine.step()) {
            var group = new float[4 * 256];
            var members = new int[] {3, 1, 4, 0};
            for (var i = 0; i < 4; i++) {
                System.arraycopy(films(), members[i] * 256, group, i * 256, 256);
            }
            firstGroup = encoder().embed(engine.floats(group, 4, 1, 16, 16)).toFloats();
        }

        var key3 = Arrays.copyOfRange(keys, 3 * 128, 4 * 128);
        var key0 = Arrays.copyOfRange(keys, 0, 128);
        assertThat(key3).containsExactly(Arrays.copyOfRange(firstGroup, 0, 128), within(1e-6f));
        assertThat(key0).containsExactly(Arrays.copyOfRange(firstGroup, 3 * 128, 4 * 128), within(1e-6f));
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
        assertThat(collapsed.stdFraction()).isCloseTo(0, within(1e-3));
        assertThat(collapsed.effectiveRank()).isCloseTo(1, within(1e-2));
    }

    @Test
    void eigenvaluesAreThoseOfAKnownMatrix() {
        var values = Spread.eigenvalues(new double[][] {{2, 1, 0}, {1, 2, 0}, {0, 0, 5}});

        assertThat(Arrays.stream(values).sorted().toArray()).containsExactly(new double[] {1, 3, 5}, within(1e-9));
    }

    @Test
    void theQueueIsSizedFromTheFilms() {
        assertThat(PretrainSettings.queueFor(8285, 64)).isEqualTo(768);
        assertThat(PretrainSettings.queueFor(1000, 64)).isEqualTo(256);
        assertThat(PretrainSettings.queueFor(224_000, 256)).isEqualTo(22_272);
        assertThat(PretrainSettings.queueFor(2_000_000, 256)).isEqualTo(65_536);
        assertThat(PretrainSettings.queueFor(100, 16)).isEqualTo(80); // what is left beside a batch
        assertThat(PretrainSettings.normGroupsFor(256)).isEqualTo(8);
        assertThat(PretrainSettings.normGroupsFor(64)).isEqualTo(4);
        assertThat(PretrainSettings.normGroupsFor(32)).isEqualTo(2);
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
                        0.9,
                        4,
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
