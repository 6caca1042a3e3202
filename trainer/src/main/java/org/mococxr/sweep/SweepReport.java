package org.mococxr.sweep;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.mococxr.assessment.DeLong;
import org.mococxr.assessment.DrawsBootstrap;
import org.mococxr.evaluation.Auroc;
import org.mococxr.evaluation.Estimate;
import org.mococxr.evaluation.Prediction;
import org.mococxr.evaluation.ScoredFilm;
import org.mococxr.evaluation.ScoredFilms;
import org.mococxr.filmlist.ListedFilm;
import org.mococxr.finetuning.Figures;
import org.mococxr.finetuning.FinetuneSettings;

/**
 * What the finished trials say.
 *
 * @param lines one for each finding, source, mode, share (or held-out source) and arm
 * @param missing trials that are not finished
 */
public record SweepReport(SweepPlan plan, List<Line> lines, int missing) {

    /**
     * How good one arm is on one share of the labels.
     *
     * @param source of the films asked about, or {@link Figures#ALL_SOURCES}
     * @param trainFilms learned from, mean over draws
     * @param trainPatients likewise
     * @param auroc mean over draws; its interval holds the chance of patients and draws
     * @param spread standard deviation over draws
     * @param gain over the first arm, on the same films and draws
     * @param deLongP of the gain where there is one draw: a check of the bootstrap, blind to patients with several films
     */
    public record Line(
            String finding,
            String source,
            FinetuneSettings.Mode mode,
            double fraction,
            Optional<String> heldOut,
            String arm,
            int draws,
            long trainFilms,
            long trainPatients,
            int films,
            int positives,
            int patients,
            Optional<Estimate> auroc,
            double spread,
            Optional<Estimate> gain,
            Optional<Double> deLongP) {}

    /** One share of one mode, or one held-out source. */
    private record Cell(FinetuneSettings.Mode mode, double fraction, Optional<String> heldOut) {
        boolean holds(Trial trial) {
            return trial.mode() == mode
                    && trial.fraction() == fraction
                    && trial.heldOut().equals(heldOut);
        }
    }

    /** An arm's finished trials of a cell. */
    private record Arm(String name, List<Trial> trials, List<List<Prediction>> predictions) {}

    /** @param train the films that trials learn from */
    public static SweepReport of(SweepPlan plan, SweepFolder folder, List<ListedFilm> train, List<ListedFilm> asked) {
        var trials = plan.trials();
        var films = new TrialFilms(plan, train, asked);
        var cells = new LinkedHashSet<Cell>();
        trials.forEach(trial -> cells.add(new Cell(trial.mode(), trial.fraction(), trial.heldOut())));
        var lines = new ArrayList<Line>();
        for (var cell : cells) {
            var arms = plan.armNames().stream()
                    .map(name -> arm(name, cell, trials, folder))
                    .filter(arm -> !arm.trials().isEmpty())
                    .toList();
            for (var finding : plan.findings()) {
                for (var source : sources(arms, finding)) {
                    for (var arm : arms) {
                        line(plan, cell, finding, source, arm, arms.get(0), films)
                                .ifPresent(lines::add);
                    }
                }
            }
        }
        return new SweepReport(plan, List.copyOf(lines), (int)
                trials.stream().filter(trial -> !folder.holds(trial)).count());
    }

    private static Arm arm(String name, Cell cell, List<Trial> trials, SweepFolder folder) {
        var finished = trials.stream()
                .filter(trial -> trial.arm().equals(name) && cell.holds(trial) && folder.holds(trial))
                .toList();
        return new Arm(
                name,
                finished,
                finished.stream()
                        .map(trial -> folder.predictions(trial).orElseThrow())
                        .toList());
    }

    private static List<String> sources(List<Arm> arms, String finding) {
        var sources = new LinkedHashSet<String>();
        sources.add(Figures.ALL_SOURCES);
        if (!arms.isEmpty()) {
            var own = Figures.scored(arms.get(0).predictions().get(0), finding).sources();
            sources.addAll(own.size() > 1 ? own : List.of());
        }
        return List.copyOf(sources);
    }

    private static Optional<Line> line(
            SweepPlan plan, Cell cell, String finding, String source, Arm arm, Arm first, TrialFilms films) {
        var draws = draws(arm, finding, source);
        var one = draws.get(0);
        if (one.positives() == 0 || one.negatives() == 0) {
            return Optional.empty();
        }
        var bootstrap = new DrawsBootstrap(plan.seed());
        var compared = !arm.name().equals(first.name())
                && arm.trials().size() == first.trials().size();
        var aurocs =
                draws.stream().mapToDouble(d -> Auroc.of(d).orElse(Double.NaN)).toArray();
        var learned = arm.trials().stream().map(films::learnedFrom).toList();
        return Optional.of(new Line(
                finding,
                source,
                cell.mode(),
                cell.fraction(),
                cell.heldOut(),
                arm.name(),
                draws.size(),
                Math.round(learned.stream().mapToInt(c -> c.length).average().orElse(0)),
                Math.round(learned.stream().mapToLong(films::patients).average().orElse(0)),
                one.size(),
                one.positives(),
                one.patients(),
                bootstrap.mean(draws),
                spread(aurocs),
                compared ? bootstrap.difference(draws, draws(first, finding, source)) : Optional.empty(),
                compared && draws.size() == 1 ? deLong(arm, first, finding, source) : Optional.empty()));
    }

    private static List<ScoredFilms> draws(Arm arm, String finding, String source) {
        return arm.predictions().stream()
                .map(predictions -> ScoredFilms.of(of(predictions, finding, source).stream()
                        .map(p -> new ScoredFilm(p.patient(), p.source(), p.label(), p.logit()))
                        .toList()))
                .toList();
    }

    private static List<Prediction> of(List<Prediction> predictions, String finding, String source) {
        return predictions.stream()
                .filter(p -> p.finding().equals(finding))
                .filter(p -> source.equals(Figures.ALL_SOURCES) || p.source().equals(source))
                .toList();
    }

    /** Both arms list the same films in the same order, as they were asked about the same list. */
    private static Optional<Double> deLong(Arm arm, Arm first, String finding, String source) {
        var ours = of(arm.predictions().get(0), finding, source);
        var theirs = of(first.predictions().get(0), finding, source);
        var positive = new boolean[ours.size()];
        var positives = 0;
        for (var i = 0; i < positive.length; i++) {
            positive[i] = ours.get(i).label();
            positives += positive[i] ? 1 : 0;
        }
        if (positives < 2 || positive.length - positives < 2) {
            return Optional.empty();
        }
        return Optional.of(DeLong.of(logits(ours), logits(theirs), positive).p());
    }

    private static double[] logits(List<Prediction> predictions) {
        return predictions.stream().mapToDouble(Prediction::logit).toArray();
    }

    private static double spread(double[] values) {
        var mean = Arrays.stream(values).average().orElse(Double.NaN);
        return values.length < 2
                ? 0
                : Math.sqrt(
                        Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / (values.length - 1));
    }
}
