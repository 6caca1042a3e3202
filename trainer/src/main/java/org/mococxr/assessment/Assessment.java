package org.mococxr.assessment;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mococxr.evaluation.Auroc;
import org.mococxr.evaluation.Bootstrap;
import org.mococxr.evaluation.Calibration;
import org.mococxr.evaluation.Estimate;
import org.mococxr.evaluation.OperatingPoint;
import org.mococxr.evaluation.OperatingPoints;
import org.mococxr.evaluation.Prediction;
import org.mococxr.evaluation.ScoredFilm;
import org.mococxr.evaluation.ScoredFilms;
import org.mococxr.evaluation.Statistic;
import org.mococxr.filmlist.ListedFilm;

/**
 * How good a model is on labelled films: the data of a model card. Intervals are 95 %, from 2,000 resamples of patients.
 *
 * @param model digest of its weights
 */
public record Assessment(String model, String network, String split, List<Finding> findings) {
    /**
     * @param calibration of its probabilities
     * @param cutOffs thresholds frozen on the model's validation films, and what they do here
     */
    public record Finding(
            String name, List<Group> groups, Optional<CalibrationHere> calibration, List<CutOff> cutOffs) {}

    /**
     * @param averagePrecision depends on how many films have the finding
     * @param sensitivityAtSpecificity70 the highest that leaves 70 % of the films without it alone, chosen on these films
     * @param specificityAtSensitivity90 the highest that finds 90 % of the films with it (WHO's target for tuberculosis triage is 70 %)
     */
    public record Group(
            Subgroup of,
            int films,
            int positives,
            int patients,
            Optional<Estimate> auroc,
            Optional<Estimate> averagePrecision,
            Optional<Estimate> sensitivityAtSpecificity70,
            Optional<Estimate> sensitivityAtSpecificity90,
            Optional<Estimate> specificityAtSensitivity90) {}

    /** Fitted on the model's validation films, applied here. */
    public record CalibrationHere(
            double temperature,
            double offset,
            double brierBefore,
            double brierAfter,
            double eceBefore,
            double eceAfter) {}

    /** What was measured where the threshold was chosen, and here. */
    public record CutOff(
            String name,
            double threshold,
            Estimate sensitivityThen,
            Estimate specificityThen,
            Optional<Estimate> sensitivity,
            Optional<Estimate> specificity) {}

    /**
     * @param predictions of these films
     * @param films the films, for what the list says of them
     * @param validation the model's own validation predictions, on which its thresholds and calibration rest
     */
    public static List<Finding> findings(
            List<String> findings,
            List<Prediction> predictions,
            List<ListedFilm> films,
            List<Prediction> validation,
            long seed) {
        var listed = new HashMap<String, ListedFilm>();
        films.forEach(film -> listed.put(film.source() + "/" + film.file(), film));
        var assessed = new ArrayList<Finding>();
        for (var finding : findings) {
            var here = predictions.stream()
                    .filter(p -> p.finding().equals(finding))
                    .toList();
            var then = scored(
                    validation.stream().filter(p -> p.finding().equals(finding)).toList());
            assessed.add(new Finding(
                    finding,
                    groups(here, films, listed, seed),
                    calibration(then, scored(here)),
                    cutOffs(then, scored(here), seed)));
        }
        return List.copyOf(assessed);
    }

    private static ScoredFilms scored(List<Prediction> predictions) {
        return ScoredFilms.of(predictions.stream()
                .map(p -> new ScoredFilm(p.patient(), p.source(), p.label(), p.logit()))
                .toList());
    }

    private static List<Group> groups(
            List<Prediction> predictions, List<ListedFilm> films, Map<String, ListedFilm> listed, long seed) {
        var groups = new ArrayList<Group>();
        for (var subgroup : Subgroup.of(films)) {
            var scored = scored(predictions.stream()
                    .filter(p -> Optional.ofNullable(listed.get(p.source() + "/" + p.file()))
                            .filter(subgroup.members())
                            .isPresent())
                    .toList());
            if (scored.size() > 0) {
                groups.add(group(subgroup, scored, seed));
            }
        }
        return List.copyOf(groups);
    }

    private static Group group(Subgroup subgroup, ScoredFilms films, long seed) {
        var bootstrap = new Bootstrap(seed);
        return new Group(
                subgroup,
                films.size(),
                films.positives(),
                films.patients(),
                Auroc.withInterval(films, seed),
                bootstrap.estimate(films, RankStatistics.averagePrecision()),
                bootstrap.estimate(films, RankStatistics.sensitivityAtSpecificity(0.7)),
                bootstrap.estimate(films, RankStatistics.sensitivityAtSpecificity(0.9)),
                bootstrap.estimate(films, RankStatistics.specificityAtSensitivity(0.9)));
    }

    private static Optional<CalibrationHere> calibration(ScoredFilms then, ScoredFilms here) {
        if (then.size() == 0 || here.size() == 0) {
            return Optional.empty();
        }
        var fitted = Calibration.fit(then);
        var before = here.rescored(Calibration::sigmoid);
        var after = here.rescored(fitted::probability);
        return Optional.of(new CalibrationHere(
                fitted.temperature(),
                fitted.offset(),
                Calibration.brier(before),
                Calibration.brier(after),
                Calibration.expectedCalibrationError(before),
                Calibration.expectedCalibrationError(after)));
    }

    private static List<CutOff> cutOffs(ScoredFilms then, ScoredFilms here, long seed) {
        if (then.positives() == 0 || then.negatives() == 0) {
            return List.of();
        }
        var calibration = Calibration.fit(then);
        var calibrated = here.rescored(calibration::probability);
        return OperatingPoints.choose(then.rescored(calibration::probability), seed).stream()
                .map(point -> cutOff(point, calibrated, seed))
                .toList();
    }

    private static CutOff cutOff(OperatingPoint point, ScoredFilms here, long seed) {
        var bootstrap = new Bootstrap(seed);
        var threshold = point.thresholdProbability();
        return new CutOff(
                point.name(),
                threshold,
                point.expectedSensitivity(),
                point.expectedSpecificity(),
                here.positives() == 0
                        ? Optional.empty()
                        : bootstrap.share(here, Statistic.sensitivity(threshold), here.positives()),
                here.negatives() == 0
                        ? Optional.empty()
                        : bootstrap.share(here, Statistic.specificity(threshold), here.negatives()));
    }
}
