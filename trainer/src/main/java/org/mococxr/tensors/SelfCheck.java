package org.mococxr.tensors;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.mococxr.network.Network;
import org.mococxr.network.Networks;
import org.mococxr.weights.RandomStart;

/**
 * Steps of learning on a few made-up films, to see that this machine's libtorch computes what it should.
 *
 * @param losses of the steps
 * @param expectedFirstLoss the first one, computed in plain Java from the same logits
 */
public record SelfCheck(List<Double> losses, double expectedFirstLoss) {
    /** Until here processors agree in the third digit; with each step after it a right libtorch may differ more. */
    private static final int FIRST_STEPS = 3;

    private static final int FILMS = 4;
    private static final int SIDE_PIXELS = 64;
    private static final double LEARNING_RATE = 0.01;

    /** Of a ResNet-18 from a random start, libtorch 2.7.1 on a CPU. Other processors differ in the third digit by the end. */
    public static final List<Double> STORED = List.of(0.6728, 0.4950, 0.2988, 0.1218, 0.0415);

    private static final double TOLERANCE = 0.02;
    private static final double TOLERANCE_OF_FIRST_STEPS = 0.005;

    /** What the engine of a check must have loaded. */
    public static final Network NETWORK = Networks.require("resnet18");

    /** All five steps. */
    public static SelfCheck run(TensorEngine engine) {
        return run(engine, STORED.size());
    }

    /**
     * @throws TensorEngineException if the first steps on the CPU are not what they should be: oneDNN's code for AVX-512 is known to
     *     compute wrong convolutions on some processors, without a word
     */
    public static void requireSoundCpu(int threads) {
        try (var engine = TensorEngine.open(NETWORK, DeviceChoice.CPU, threads)) {
            run(engine, FIRST_STEPS).requireSound();
        }
    }

    void requireSound() {
        var asStored = IntStream.range(0, FIRST_STEPS)
                .allMatch(step -> Math.abs(losses.get(step) - STORED.get(step)) < TOLERANCE_OF_FIRST_STEPS);
        if (!asStored || !firstLossFollows()) {
            throw new TensorEngineException(
                    "libtorch computes wrongly on this processor: the losses of %d steps are %s, they should be %s. Nothing was computed with it. Set ONEDNN_MAX_CPU_ISA=AVX2 in the environment, as deploy/bin/cxr-lab does where it is not set; cxr-lab doctor repeats the check"
                            .formatted(FIRST_STEPS, inFigures(losses), inFigures(STORED.subList(0, FIRST_STEPS))));
        }
    }

    /** For people. */
    public static String inFigures(List<Double> losses) {
        return losses.stream().map("%.4f"::formatted).collect(Collectors.joining(" "));
    }

    private static SelfCheck run(TensorEngine engine, int steps) {
        var values = new LinkedHashMap<>(RandomStart.of(NETWORK.parameters(), 1));
        values.putAll(RandomStart.of(NETWORK.headParameters(1), 1));
        var math = new NetworkMath(engine);
        var losses = new ArrayList<Double>();
        var expected = Double.NaN;
        try (var backbone = new ParameterSet(engine, NETWORK.parameters(), values);
                var head = new ParameterSet(engine, NETWORK.headParameters(1), values)) {
            backbone.learn(true);
            head.learn(true);
            var learned = new ArrayList<>(backbone.learned());
            learned.addAll(head.learned());
            var names = new ArrayList<>(backbone.learnedNames());
            names.addAll(head.learnedNames());
            try (var optimizer = new Optimizer(engine, Optimizer.Rule.SGD, 0, names, learned)) {
                for (var step = 0; step < steps; step++) {
                    try (var scope = engine.step()) {
                        var films = math.normalizeGrey(
                                engine.floats(films(), FILMS, 1, SIDE_PIXELS, SIDE_PIXELS), 0.5, 0.25);
                        var targets = engine.floats(new float[] {0, 1, 0, 1}, FILMS, 1);
                        var weights = engine.floats(new float[] {1, 1, 1, 1}, FILMS, 1);
                        var even = engine.floats(new float[] {1}, 1);
                        var results = math.backward(() -> {
                            var logits = math.linear(head, math.pool(math.trainFeatures(backbone, films)));
                            return List.of(math.maskedBce(logits, targets, weights, even), logits);
                        });
                        if (step == 0) {
                            expected = loss(results.get(1).toFloats());
                        }
                        losses.add((double) results.get(0).toFloats()[0]);
                        optimizer.update(LEARNING_RATE);
                    }
                }
            }
        }
        return new SelfCheck(losses, expected);
    }

    /** Films 1 and 3 have a bright lower half. */
    private static float[] films() {
        var films = new float[FILMS * SIDE_PIXELS * SIDE_PIXELS];
        for (var i = 0; i < films.length; i++) {
            var film = i / (SIDE_PIXELS * SIDE_PIXELS);
            var row = i / SIDE_PIXELS % SIDE_PIXELS;
            var bright = film % 2 == 1 && row > SIDE_PIXELS / 2;
            films[i] = (float) (0.4 + 0.1 * Math.sin(0.37 * i + film) + (bright ? 0.3 : 0));
        }
        return films;
    }

    private static double loss(float[] logits) {
        var sum = 0.0;
        for (var i = 0; i < logits.length; i++) {
            sum += Math.log1p(Math.exp(i % 2 == 1 ? -logits[i] : logits[i]));
        }
        return sum / logits.length;
    }

    private boolean firstLossFollows() {
        return Math.abs(losses.get(0) - expectedFirstLoss) < 1e-4;
    }

    /** Whether the first loss is as computed here from the same logits, and all five are those stored. */
    public boolean passed() {
        return firstLossFollows()
                && IntStream.range(0, STORED.size())
                        .allMatch(step -> Math.abs(losses.get(step) - STORED.get(step)) < TOLERANCE);
    }
}
