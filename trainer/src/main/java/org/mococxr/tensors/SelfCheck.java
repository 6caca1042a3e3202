package org.mococxr.tensors;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.mococxr.checkpoint.Tensor;
import org.mococxr.network.Network;

/**
 * Five steps of learning on a few made-up films, to see that this machine's libtorch computes what it should.
 *
 * @param losses of the five steps
 * @param expectedFirstLoss the first one, computed in plain Java from the same logits
 */
public record SelfCheck(List<Double> losses, double expectedFirstLoss) {
    private static final int STEPS = 5;
    private static final int FILMS = 4;
    private static final int SIDE_PIXELS = 64;
    private static final double LEARNING_RATE = 0.01;

    /** Of a ResNet-18 from the doctor's random start, libtorch 2.7.1 on a CPU. Other processors differ in the third digit by the end. */
    public static final List<Double> STORED = List.of(0.6728, 0.4950, 0.2988, 0.1218, 0.0415);

    private static final double TOLERANCE = 0.02;

    /** @param values of {@link #STORED}'s start: backbone and a head of one finding */
    public static SelfCheck run(TensorEngine engine, Network network, Map<String, Tensor> values) {
        var math = new NetworkMath(engine);
        var losses = new ArrayList<Double>();
        var expected = Double.NaN;
        try (var backbone = new ParameterSet(engine, network.parameters(), values);
                var head = new ParameterSet(engine, network.headParameters(1), values)) {
            backbone.learn(true);
            head.learn(true);
            var learned = new ArrayList<>(backbone.learned());
            learned.addAll(head.learned());
            var names = new ArrayList<>(backbone.learnedNames());
            names.addAll(head.learnedNames());
            try (var optimizer = new Optimizer(engine, Optimizer.Rule.SGD, 0, names, learned)) {
                for (var step = 0; step < STEPS; step++) {
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

    /** Whether the first loss is as computed here from the same logits, and all five are those stored. */
    public boolean passed() {
        return Math.abs(losses.get(0) - expectedFirstLoss) < 1e-4
                && IntStream.range(0, STEPS)
                        .allMatch(step -> Math.abs(losses.get(step) - STORED.get(step)) < TOLERANCE);
    }
}
