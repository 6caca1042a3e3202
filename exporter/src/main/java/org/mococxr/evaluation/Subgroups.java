package org.mococxr.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.mococxr.evaluation.Subgroup.Attribute;

/** Splits the films of one finding by source, sex, age and view, and asks of each part how well the model does there. */
public final class Subgroups {
    private final List<Prediction> films;
    private final Calibration calibration;
    private final double threshold;
    private final long seed;
    private final List<Subgroup> groups = new ArrayList<>();

    private Subgroups(List<Prediction> films, Calibration calibration, double threshold, long seed) {
        this.films = films;
        this.calibration = calibration;
        this.threshold = threshold;
        this.seed = seed;
    }

    /**
     * @param films of one finding
     * @param threshold on the calibrated probability
     * @param facts absent if no film list is at hand: then films are told apart by their source alone
     * @return every film in one group of each attribute, groups by attribute and value
     */
    public static List<Subgroup> of(
            List<Prediction> films,
            Calibration calibration,
            double threshold,
            Optional<Function<Prediction, FilmFacts>> facts,
            long seed) {
        var subgroups = new Subgroups(films, calibration, threshold, seed);
        subgroups.by(Attribute.SOURCE, Prediction::source);
        facts.ifPresent(known -> {
            subgroups.by(Attribute.SEX, film -> orNotKnown(known.apply(film).sex()));
            subgroups.by(Attribute.AGE, film -> age(known.apply(film).ageYears()));
            subgroups.by(
                    Attribute.VIEW, film -> orNotKnown(known.apply(film).view().toUpperCase(Locale.ROOT)));
        });
        return List.copyOf(subgroups.groups);
    }

    private void by(Attribute attribute, Function<Prediction, String> value) {
        Map<String, List<Prediction>> parts =
                films.stream().collect(Collectors.groupingBy(value, TreeMap::new, Collectors.toList()));
        parts.forEach((name, part) -> groups.add(group(attribute, name, part)));
    }

    private Subgroup group(Attribute attribute, String value, List<Prediction> part) {
        ScoredFilms scored = ScoredFilms.of(part.stream()
                .map(p -> new ScoredFilm(p.patient(), p.source(), p.label(), calibration.probability(p.logit())))
                .toList());
        var bootstrap = new Bootstrap(seed);
        return new Subgroup(
                attribute,
                value,
                scored.size(),
                scored.positives(),
                scored.patients(),
                bootstrap.estimate(scored, Auroc.STATISTIC),
                bootstrap.share(scored, Statistic.sensitivity(threshold), scored.positives()),
                bootstrap.share(scored, Statistic.specificity(threshold), scored.negatives()));
    }

    private static String orNotKnown(String value) {
        return value.isBlank() ? Subgroup.NOT_KNOWN : value;
    }

    private static String age(OptionalInt years) {
        if (years.isEmpty()) {
            return Subgroup.NOT_KNOWN;
        }
        int age = years.getAsInt();
        return age < 18 ? "0 to 17" : age < 40 ? "18 to 39" : age < 65 ? "40 to 64" : "65 and over";
    }
}
