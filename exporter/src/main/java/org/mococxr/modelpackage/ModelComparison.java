package org.mococxr.modelpackage;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.mococxr.evaluation.CommonFilms;
import org.mococxr.evaluation.Estimate;
import org.mococxr.evaluation.OperatingPoint;
import org.mococxr.evaluation.Prediction;
import org.mococxr.evaluation.ScoredFilm;
import org.mococxr.evaluation.ScoredFilms;

/** What changed from one model to the next, in sentences for whoever decides whether the next one may be used. */
public final class ModelComparison {
    private static final int DIGITS_SHOWN = 12;

    private final Manifest before;
    private final Manifest after;
    private final List<String> sentences = new ArrayList<>();

    private ModelComparison(Manifest before, Manifest after) {
        this.before = before;
        this.after = after;
    }

    /** What both models said about films of known label, raw logits. */
    public record OnCommonFilms(List<Prediction> before, List<Prediction> after) {}

    /** @param films absent if nobody has run both on common films: then there is no difference of their figures to speak of */
    public static List<String> of(Manifest before, Manifest after, Optional<OnCommonFilms> films) {
        var comparison = new ModelComparison(before, after);
        comparison.identity();
        for (Manifest.Finding finding : after.findings()) {
            comparison.finding(finding, films);
        }
        return List.copyOf(comparison.sentences);
    }

    private void identity() {
        say("from %s to %s", before.id(), after.id());
        changed("name", Manifest::name);
        changed("release", Manifest::release);
        changed("intended use", Manifest::intendedUse);
        changed("network", Manifest::network);
        changed("weights", manifest -> manifest.weights().inWords());
        changed("input side in pixels", manifest -> manifest.input().sizePixels());
        changed("film preparation", manifest -> manifest.input().preparation());
        changed("rendering", manifest -> manifest.input().rendering());
        changed(
                "findings",
                manifest ->
                        manifest.findings().stream().map(Manifest.Finding::name).toList());
        changed(
                "training films",
                manifest -> manifest.training().sources().stream()
                        .map(source -> "%s %d with and %d without labels"
                                .formatted(source.source(), source.finetuneFilms(), source.pretrainFilms()))
                        .collect(Collectors.joining(", ")));
        changed(
                "initial weights",
                manifest -> manifest.training()
                        .initialWeights()
                        .map(weights -> weights.name() + " " + weights.sha256().substring(0, DIGITS_SHOWN))
                        .orElse("none"));
        changed("checkpoint", manifest -> manifest.lineage().checkpointSha256().substring(0, DIGITS_SHOWN));
        changed("training program", manifest -> manifest.lineage().checkpoint().codeVersion());
    }

    private void finding(Manifest.Finding now, Optional<OnCommonFilms> films) {
        Optional<Manifest.Finding> earlier = before.findings().stream()
                .filter(finding -> finding.name().equals(now.name()))
                .findFirst();
        if (earlier.isEmpty()) {
            say("%s is new", now.name());
            return;
        }
        Manifest.Finding then = earlier.get();
        say(
                "%s: AUROC on each model's own validation films %s (%d films) before, %s (%d films) now",
                now.name(),
                auroc(then),
                then.metrics().get(0).films(),
                auroc(now),
                now.metrics().get(0).films());
        OperatingPoint pointBefore = then.thresholds().defaultOperatingPoint();
        OperatingPoint pointNow = now.thresholds().defaultOperatingPoint();
        say(
                "%s: default operating point %s at a score of %.3f before, %s at %.3f now",
                now.name(),
                pointBefore.name(),
                pointBefore.thresholdProbability(),
                pointNow.name(),
                pointNow.thresholdProbability());
        films.ifPresent(common -> onCommonFilms(then, now, common));
    }

    private void onCommonFilms(Manifest.Finding then, Manifest.Finding now, OnCommonFilms films) {
        CommonFilms common = CommonFilms.of(now.name(), films.after(), films.before());
        ScoredFilms ours = common.ourScores(film -> now.calibration().probability(film.logit()));
        ScoredFilms theirs = common.theirScores(film -> then.calibration().probability(film.logit()));
        if (ours.positives() == 0 || ours.negatives() == 0) {
            say("%s: the %d common films are of one kind; nothing can be compared on them", now.name(), ours.size());
            return;
        }
        say(
                "%s: on %d common films (%d with the finding) the AUROC changes by %s",
                now.name(),
                ours.size(),
                ours.positives(),
                common.aurocDifference(1)
                        .map(Estimate::inFigures)
                        .orElse("an amount that so few patients do not tell"));
        thresholds(then, now, ours, theirs);
    }

    private void thresholds(Manifest.Finding then, Manifest.Finding now, ScoredFilms ours, ScoredFilms theirs) {
        OperatingPoint point = then.thresholds().defaultOperatingPoint();
        double threshold = point.thresholdProbability();
        double[] allBefore = scores(theirs, false);
        double[] sickBefore = scores(theirs, true);
        int found = reaching(sickBefore, threshold);
        int marked = reaching(allBefore, threshold);
        say(
                "%s: on them the score %.3f of %s used to find %d of %d with the finding and mark %d of %d films; now the same"
                        + " sensitivity is at %.3f, the same positivity at %.3f, and %s at %.3f finds %d and marks %d",
                now.name(),
                threshold,
                point.name(),
                found,
                sickBefore.length,
                marked,
                allBefore.length,
                above(scores(ours, true), found),
                above(scores(ours, false), marked),
                now.thresholds().defaultPoint(),
                now.thresholds().defaultOperatingPoint().thresholdProbability(),
                reaching(
                        scores(ours, true),
                        now.thresholds().defaultOperatingPoint().thresholdProbability()),
                reaching(
                        scores(ours, false),
                        now.thresholds().defaultOperatingPoint().thresholdProbability()));
    }

    /** Half way between the last score that shall count as positive and the next below. */
    private static double above(double[] ascending, int count) {
        double next = count == ascending.length ? 0 : ascending[ascending.length - count - 1];
        double last = count == 0 ? 1 : ascending[ascending.length - count];
        return (next + last) / 2;
    }

    private static int reaching(double[] scores, double threshold) {
        int count = 0;
        for (double score : scores) {
            count += score >= threshold ? 1 : 0;
        }
        return count;
    }

    private static double[] scores(ScoredFilms films, boolean onlyPositive) {
        return films.ranked().stream()
                .filter(film -> !onlyPositive || film.positive())
                .mapToDouble(ScoredFilm::score)
                .toArray();
    }

    private static String auroc(Manifest.Finding finding) {
        return finding.metrics().get(0).auroc().map(Estimate::inFigures).orElse("not known");
    }

    private void changed(String what, Function<Manifest, Object> of) {
        Object then = of.apply(before);
        Object now = of.apply(after);
        if (!then.equals(now)) {
            say("%s: %s before, %s now", what, then, now);
        }
    }

    private void say(String sentence, Object... values) {
        sentences.add(String.format(Locale.ROOT, sentence, values));
    }
}
