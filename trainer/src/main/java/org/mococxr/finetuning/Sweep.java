package org.mococxr.finetuning;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.mococxr.checkpoint.Tensor;
import org.mococxr.evaluation.Auroc;
import org.mococxr.filmlist.PreparedFilms;
import org.mococxr.json.StrictJson;
import org.mococxr.labels.Balance;
import org.mococxr.labels.LabelTable;
import org.mococxr.labels.PatientDraw;
import org.mococxr.labels.Uncertain;
import org.mococxr.network.Network;
import org.mococxr.probing.LinearProbe;
import org.mococxr.run.Journal;
import org.mococxr.run.RunRefusedException;
import org.mococxr.run.StopSignal;
import org.mococxr.tensors.TensorEngine;
import org.mococxr.weights.RandomStart;

/**
 * How much each start is worth when labels are few: linear probes on shares of the labelled patients, several draws of each share, the
 * same draws for every start, the same number of steps, no choice of epoch by validation. Goes on where it stopped.
 */
public final class Sweep {
    private static final String HEADER = "arm,fraction,draw,finding,source,train_films,films,positives,auroc";

    private static final CSVFormat FORMAT =
            CSVFormat.RFC4180.builder().setRecordSeparator("\n").get();

    private final TensorEngine engine;
    private final Network network;
    private final Plan plan;
    private final Housekeeping housekeeping;
    private final LabelTable trainLabels;
    private final LabelTable testLabels;
    private final PreparedFilms train;
    private final PreparedFilms test;
    private final Path results;

    /** @param fractions shares of the training patients, 0 to 1 */
    public record Plan(
            List<String> findings,
            List<String> arms,
            List<Double> fractions,
            int draws,
            int steps,
            Uncertain uncertain,
            Balance balance,
            List<String> filmListDigests,
            long seed) {
        public Plan {
            findings = List.copyOf(findings);
            arms = List.copyOf(arms);
            fractions = List.copyOf(fractions);
            filmListDigests = List.copyOf(filmListDigests);
            if (fractions.isEmpty() || fractions.stream().anyMatch(f -> !(f > 0 && f <= 1)) || draws < 1 || steps < 1) {
                throw new IllegalArgumentException(
                        "fractions lie between 0 and 1, draws and steps are 1 or more; were %s, %d, %d"
                                .formatted(fractions, draws, steps));
            }
            if (arms.isEmpty() || new HashSet<>(arms).size() != arms.size()) {
                throw new IllegalArgumentException("a sweep compares starts of different names, were " + arms);
            }
        }

        /** All patients are one draw, not several that agree. */
        private List<Double> fractionsOf(int draw) {
            return fractions.stream()
                    .filter(fraction -> draw == 0 || fraction < 1)
                    .toList();
        }
    }

    /** @param folder of the sweep */
    public record Housekeeping(Path folder, Journal journal, StopSignal stop) {}

    /** One measured cell. */
    public record Cell(String arm, double fraction, int draw, String finding, String source, double auroc) {}

    public Sweep(
            TensorEngine engine,
            Network network,
            Plan plan,
            PreparedFilms train,
            PreparedFilms test,
            Housekeeping housekeeping) {
        this.engine = engine;
        this.network = network;
        this.plan = plan;
        this.housekeeping = housekeeping;
        this.train = train;
        this.test = test;
        trainLabels = LabelTable.of(train.films(), plan.findings(), plan.uncertain());
        testLabels = LabelTable.of(test.films(), plan.findings(), Uncertain.IGNORE);
        results = housekeeping.folder().resolve("sweep.csv");
        requireSamePlan();
    }

    private void requireSamePlan() {
        var file = housekeeping.folder().resolve("sweep.json");
        var now = StrictJson.write(plan);
        try {
            if (!Files.exists(file)) {
                Files.write(file, now);
                Files.writeString(results, HEADER + "\n");
            } else if (!Arrays.equals(Files.readAllBytes(file), now)) {
                throw new RunRefusedException(
                        "the sweep in %s cannot go on with another plan; its own is in %s. Give the same options, or another --out."
                                .formatted(housekeeping.folder(), file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep the sweep in %s: %s".formatted(housekeeping.folder(), e), e);
        }
    }

    /**
     * Measures what is missing.
     *
     * @param starts by arm
     * @return whether everything is measured
     */
    public boolean run(Map<String, FinetuneStart> starts) {
        var done = measured();
        for (var arm : plan.arms()) {
            if (missing(arm, done) && !run(arm, require(starts, arm), done)) {
                return false;
            }
        }
        return true;
    }

    private static FinetuneStart require(Map<String, FinetuneStart> starts, String arm) {
        var start = starts.get(arm);
        if (start == null) {
            throw new IllegalArgumentException("there is no start for the arm " + arm);
        }
        return start;
    }

    private boolean missing(String arm, Set<String> done) {
        return IntStream.range(0, plan.draws())
                .anyMatch(draw ->
                        plan.fractionsOf(draw).stream().anyMatch(fraction -> !done.contains(key(arm, fraction, draw))));
    }

    private boolean run(String arm, FinetuneStart start, Set<String> done) {
        var findings = plan.findings().size();
        var values = new LinkedHashMap<>(start.backbone());
        values.putAll(RandomStart.of(network.headParameters(findings), plan.seed()));
        float[] trainEmbeddings;
        float[] testEmbeddings;
        try (var classifier = new Classifier(engine, network, findings, values, start.grey())) {
            trainEmbeddings = classifier.outputs(train, all(train), false).embeddings();
            testEmbeddings = classifier.outputs(test, all(test), false).embeddings();
        }
        var probe = new LinearProbe(engine, network, findings);
        for (var draw = 0; draw < plan.draws(); draw++) {
            var patients = new PatientDraw(train.films(), plan.findings(), plan.seed(), draw);
            for (var fraction : plan.fractionsOf(draw)) {
                if (housekeeping.stop().requested()) {
                    return false;
                }
                if (!done.contains(key(arm, fraction, draw))) {
                    var chosen = patients.share(fraction);
                    var labels = trainLabels.rows(chosen);
                    var head = probe.train(
                            rows(trainEmbeddings, chosen),
                            labels.targets(),
                            labels.weights(plan.balance()),
                            ones(plan.findings().size()),
                            new LinearProbe.Effort(plan.steps(), 0.01, 1e-3, plan.seed()));
                    record(arm, fraction, draw, chosen.length, logits(head, testEmbeddings));
                }
            }
        }
        return true;
    }

    private static float[] ones(int size) {
        var ones = new float[size];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static int[] all(PreparedFilms films) {
        return IntStream.range(0, films.films().size()).toArray();
    }

    private float[] rows(float[] embeddings, int[] chosen) {
        var d = network.featureChannels();
        var rows = new float[chosen.length * d];
        for (var i = 0; i < chosen.length; i++) {
            System.arraycopy(embeddings, chosen[i] * d, rows, i * d, d);
        }
        return rows;
    }

    private float[] logits(Map<String, Tensor> head, float[] embeddings) {
        var d = network.featureChannels();
        var tensors = List.copyOf(head.values()); // weight [F,D], bias [F]
        var weight = tensors.get(0).values();
        var bias = tensors.get(1).values();
        var n = embeddings.length / d;
        var logits = new float[n * bias.length];
        for (var i = 0; i < n; i++) {
            for (var f = 0; f < bias.length; f++) {
                var sum = (double) bias[f];
                for (var j = 0; j < d; j++) {
                    sum += (double) weight[f * d + j] * embeddings[i * d + j];
                }
                logits[i * bias.length + f] = (float) sum;
            }
        }
        return logits;
    }

    private void record(String arm, double fraction, int draw, int trainFilms, float[] logits) {
        var predictions = Figures.predictions(testLabels, logits, logits);
        try (var out = new CSVPrinter(
                Files.newBufferedWriter(results, StandardCharsets.UTF_8, StandardOpenOption.APPEND), FORMAT)) {
            for (var finding : plan.findings()) {
                var films = Figures.scored(predictions, finding);
                var sources = new ArrayList<>(List.of(Figures.ALL_SOURCES));
                sources.addAll(films.sources().size() > 1 ? films.sources() : List.of());
                for (var source : sources) {
                    var some = source.equals(Figures.ALL_SOURCES) ? films : films.fromSource(source);
                    var auroc = Auroc.of(some);
                    if (auroc.isPresent()) {
                        out.printRecord(
                                arm,
                                fraction,
                                draw,
                                finding,
                                source,
                                trainFilms,
                                some.size(),
                                some.positives(),
                                auroc.getAsDouble());
                    }
                }
                housekeeping
                        .journal()
                        .say("%s, %.3g of the patients (%d films), draw %d: %s AUROC %s"
                                .formatted(arm, fraction, trainFilms, draw + 1, finding, inFigures(Auroc.of(films))));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + results + ": " + e, e);
        }
    }

    private static String inFigures(OptionalDouble auroc) {
        return auroc.isPresent() ? String.format(Locale.ROOT, "%.3f", auroc.getAsDouble()) : "-";
    }

    private static String key(String arm, double fraction, int draw) {
        return arm + "," + fraction + "," + draw;
    }

    private Set<String> measured() {
        var keys = new HashSet<String>();
        cells().forEach(cell -> keys.add(key(cell.arm(), cell.fraction(), cell.draw())));
        return keys;
    }

    /** Everything measured so far. */
    public List<Cell> cells() {
        var format = FORMAT.builder().setHeader().setSkipHeaderRecord(true).get();
        try (var rows = CSVParser.parse(results, StandardCharsets.UTF_8, format)) {
            return rows.stream()
                    .map(row -> new Cell(
                            row.get("arm"),
                            Double.parseDouble(row.get("fraction")),
                            Integer.parseInt(row.get("draw")),
                            row.get("finding"),
                            row.get("source"),
                            Double.parseDouble(row.get("auroc"))))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + results + ": " + e, e);
        }
    }

    /** Mean and spread over draws, and each arm's mean gain over the first on the same draws. */
    public List<String> table() {
        var cells = cells();
        var lines = new ArrayList<String>();
        lines.add("%-22s %-18s %9s  %s"
                .formatted("finding", "source", "fraction", "AUROC mean +- spread over draws (gain over the first)"));
        for (var finding : plan.findings()) {
            for (var source : cells.stream()
                    .filter(cell -> cell.finding().equals(finding))
                    .map(Cell::source)
                    .distinct()
                    .toList()) {
                for (var fraction : plan.fractions()) {
                    var line = new StringBuilder("%-22s %-18s %9.3g ".formatted(finding, source, fraction));
                    var first = aurocs(cells, plan.arms().get(0), finding, source, fraction);
                    for (var arm : plan.arms()) {
                        var own = aurocs(cells, arm, finding, source, fraction);
                        line.append(" %s %.3f +- %.3f".formatted(arm, mean(own), spread(own)));
                        if (!arm.equals(plan.arms().get(0)) && own.length == first.length) {
                            line.append(" (%+.3f)".formatted(mean(own) - mean(first)));
                        }
                    }
                    lines.add(line.toString());
                }
            }
        }
        return lines;
    }

    private static double[] aurocs(List<Cell> cells, String arm, String finding, String source, double fraction) {
        return cells.stream()
                .filter(cell -> cell.arm().equals(arm)
                        && cell.finding().equals(finding)
                        && cell.source().equals(source)
                        && cell.fraction() == fraction)
                .mapToDouble(Cell::auroc)
                .toArray();
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(Double.NaN);
    }

    private static double spread(double[] values) {
        var mean = mean(values);
        return values.length < 2
                ? 0
                : Math.sqrt(
                        Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / (values.length - 1));
    }
}
