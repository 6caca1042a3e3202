package org.mococxr.pretraining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.mococxr.chance.Chance;
import org.mococxr.network.Network;
import org.mococxr.tensors.DeviceChoice;
import org.mococxr.tensors.DeviceTensor;
import org.mococxr.tensors.TensorEngine;
import org.mococxr.tensors.TinyNetwork;
import org.mococxr.weights.RandomStart;

/**
 * The leak that MoCo's shuffled batch norm closes, measured: how much more a key resembles its query because both passed batch norm in
 * the same company, content being equal. Where it is large, the pretext is solved by statistics and nothing is learned about films.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ShuffledNormTest {
    private static final int FILMS = 16;
    private static final int GROUPS = 4;
    private static final int PIXELS = 16 * 16;
    private static final int TRIALS = 20;

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

    /** Noise, each film of another brightness and contrast: what statistics of a batch depend on. */
    private static float[] films(Random random, int count) {
        var films = new float[count * PIXELS];
        for (var film = 0; film < count; film++) {
            var level = random.nextGaussian();
            var contrast = Math.exp(0.5 * random.nextGaussian());
            for (var i = 0; i < PIXELS; i++) {
                films[film * PIXELS + i] = (float) (level + contrast * random.nextGaussian());
            }
        }
        return films;
    }

    private DeviceTensor onDevice(float[] films) {
        return engine.floats(films, films.length / PIXELS, 1, 16, 16);
    }

    /** Each film in a group of its own with strangers: a key that knows nothing of its query's company. */
    private float[] amongStrangers(Encoder encoder, float[] films, Random random) {
        var size = FILMS / GROUPS;
        var crowd = films(random, FILMS * size);
        for (var film = 0; film < FILMS; film++) {
            System.arraycopy(films, film * PIXELS, crowd, film * size * PIXELS, PIXELS);
        }
        var all = encoder.embed(onDevice(crowd), FILMS * size, FILMS).toFloats();
        var keys = new float[FILMS * KeyQueue.EMBEDDING];
        for (var film = 0; film < FILMS; film++) {
            System.arraycopy(
                    all, film * size * KeyQueue.EMBEDDING, keys, film * KeyQueue.EMBEDDING, KeyQueue.EMBEDDING);
        }
        return keys;
    }

    private static double meanCosine(float[] queries, float[] keys) {
        var sum = 0.0;
        for (var i = 0; i < queries.length; i++) {
            sum += (double) queries[i] * keys[i] / FILMS;
        }
        return sum;
    }

    /** Of 15 others, 3 are in a query's group and 3 in its key's: shuffled, a fifth of the company is the same. */
    @Test
    void shufflingTakesMostOfTheLeakAway() {
        var encoder = encoder();
        var random = new Random(11);
        var own = 0.0;
        var shuffled = 0.0;
        for (var trial = 0; trial < TRIALS; trial++) {
            try (var scope = engine.step()) {
                var films = films(random, FILMS);
                var queries = encoder.embed(onDevice(films), FILMS, GROUPS).toFloats();
                var strangers = meanCosine(queries, amongStrangers(encoder, films, random));
                own += meanCosine(
                                queries,
                                encoder.embed(onDevice(films), FILMS, GROUPS).toFloats())
                        - strangers;
                var chance = Chance.of(1, Chance.Purpose.KEY_ORDER, trial);
                shuffled += meanCosine(
                                queries,
                                encoder.embedShuffled(onDevice(films), FILMS, GROUPS, chance)
                                        .toFloats())
                        - strangers;
            }
        }

        assertThat(own / TRIALS).as("the leak without shuffling").isGreaterThan(0.005);
        assertThat(shuffled / own).as("what shuffling leaves of it").isLessThan(0.4);
    }

    @Test
    void withOneGroupShufflingHidesNothing() {
        var encoder = encoder();
        var films = films(new Random(3), FILMS);
        float[] queries;
        float[] keys;
        try (var scope = engine.step()) {
            queries = encoder.embed(onDevice(films), FILMS, 1).toFloats();
            keys = encoder.embedShuffled(onDevice(films), FILMS, 1, Chance.of(1, Chance.Purpose.KEY_ORDER, 1))
                    .toFloats();
        }

        assertThat(keys).containsExactly(queries, within(1e-5f));
    }
}
