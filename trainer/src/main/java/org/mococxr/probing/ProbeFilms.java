package org.mococxr.probing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.mococxr.checkpoint.Tensor;
import org.mococxr.evaluation.Auroc;
import org.mococxr.filmlist.GreyStatistics;
import org.mococxr.filmlist.PreparedFilms;
import org.mococxr.labels.Balance;
import org.mococxr.labels.LabelTable;
import org.mococxr.labels.Uncertain;
import org.mococxr.network.Network;
import org.mococxr.tensors.DeviceTensor;
import org.mococxr.tensors.TensorEngine;

/**
 * A few labelled films by which a backbone is watched while it learns without labels. They choose nothing: the run is the same with and
 * without them.
 *
 * @param learn films whose labels the probe learns, kept as 32-bit floats
 * @param ask films it is asked about
 */
public record ProbeFilms(PreparedFilms learn, PreparedFilms ask, List<String> findings) {
    private static final LinearProbe.Effort EFFORT = new LinearProbe.Effort(200, 0.01, 1e-3, 1);

    public ProbeFilms {
        findings = List.copyOf(findings);
    }

    /** AUROC, mean over findings; absent where the films asked about are all of one kind. */
    public record Figures(OptionalDouble nearestNeighbours, OptionalDouble linear) {}

    /** @param represent normalised films [n,1,S,S] to embeddings [n,D] */
    public Figures figures(
            TensorEngine engine, Network network, GreyStatistics grey, Function<DeviceTensor, DeviceTensor> represent) {
        var d = network.featureChannels();
        var known = embeddings(engine, learn, grey, represent, d);
        var asked = embeddings(engine, ask, grey, represent, d);
        var knownLabels = LabelTable.of(learn.films(), findings, Uncertain.IGNORE);
        var askedLabels = LabelTable.of(ask.films(), findings, Uncertain.IGNORE);
        var even = new float[findings.size()];
        Arrays.fill(even, 1);
        var head = new LinearProbe(engine, network, findings.size())
                .train(flat(known, d), knownLabels.targets(), knownLabels.weights(Balance.CLASSES), even, EFFORT);
        var tensors = List.copyOf(head.values()); // weight [F,D], bias [F]
        var neighbours = new ArrayList<Double>();
        var linear = new ArrayList<Double>();
        for (var f = 0; f < findings.size(); f++) {
            var finding = f;
            var near = neighbours(known, knownLabels, f);
            auroc(asked, askedLabels, f, near::score).ifPresent(neighbours::add);
            auroc(asked, askedLabels, f, row -> logit(tensors.get(0), tensors.get(1), finding, row))
                    .ifPresent(linear::add);
        }
        return new Figures(mean(neighbours), mean(linear));
    }

    private static NearestNeighbours neighbours(float[][] rows, LabelTable labels, int finding) {
        var films = IntStream.range(0, rows.length)
                .filter(i -> labels.known(i, finding))
                .toArray();
        var known = new float[films.length][];
        var positive = new boolean[films.length];
        for (var i = 0; i < films.length; i++) {
            known[i] = rows[films[i]];
            positive[i] = labels.positive(films[i], finding);
        }
        return new NearestNeighbours(known, positive);
    }

    private static OptionalDouble auroc(
            float[][] rows, LabelTable labels, int finding, Function<float[], Double> score) {
        var films = IntStream.range(0, rows.length)
                .filter(i -> labels.known(i, finding))
                .toArray();
        var scores = new double[films.length];
        var positive = new boolean[films.length];
        for (var i = 0; i < films.length; i++) {
            scores[i] = score.apply(rows[films[i]]);
            positive[i] = labels.positive(films[i], finding);
        }
        return Auroc.of(scores, positive);
    }

    private static double logit(Tensor weight, Tensor bias, int finding, float[] row) {
        double logit = bias.value(finding);
        for (var i = 0; i < row.length; i++) {
            logit += (double) weight.value(finding * row.length + i) * row[i];
        }
        return logit;
    }

    private static float[][] embeddings(
            TensorEngine engine,
            PreparedFilms films,
            GreyStatistics grey,
            Function<DeviceTensor, DeviceTensor> represent,
            int d) {
        var all = IntStream.range(0, films.films().size()).toArray();
        var rows = new float[all.length][d];
        FilmBatches.forEach(engine, films, all, grey, (normalized, from) -> {
            var values = represent.apply(normalized).toFloats(); // [n,D]
            for (var at = 0; at < values.length; at += d) {
                rows[from + at / d] = Arrays.copyOfRange(values, at, at + d);
            }
        });
        return rows;
    }

    private static float[] flat(float[][] rows, int d) {
        var flat = new float[rows.length * d];
        for (var i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, flat, i * d, d);
        }
        return flat;
    }

    private static OptionalDouble mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average();
    }
}
