package org.mococxr.inputcheck.fitting;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The real pictures behind an input check.
 *
 * @param train frontal films that it learns from
 * @param validation frontal films of the same sources; thresholds and figures come from them
 * @param othersToLearn pictures it must refuse and may learn from; the source {@code lateral} are side views, others no chest films
 * @param frontalToCheck frontal films that are only looked at
 * @param othersToCheck pictures it must refuse that are only looked at
 */
public record Gallery(
        List<SeenFilm> train,
        List<SeenFilm> validation,
        List<SeenFilm> othersToLearn,
        List<SeenFilm> frontalToCheck,
        List<SeenFilm> othersToCheck) {
    public Gallery {
        train = List.copyOf(train);
        validation = List.copyOf(validation);
        othersToLearn = List.copyOf(othersToLearn);
        frontalToCheck = List.copyOf(frontalToCheck);
        othersToCheck = List.copyOf(othersToCheck);
        if (train.isEmpty() || validation.isEmpty()) {
            throw new IllegalArgumentException(
                    "an input check needs frontal films of the splits train and val, got %d and %d"
                            .formatted(train.size(), validation.size()));
        }
    }

    static Map<String, List<SeenFilm>> bySource(List<SeenFilm> films) {
        return films.stream().collect(Collectors.groupingBy(SeenFilm::source, TreeMap::new, Collectors.toList()));
    }
}
