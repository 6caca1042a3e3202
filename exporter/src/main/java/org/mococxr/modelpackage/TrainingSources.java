package org.mococxr.modelpackage;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.mococxr.checkpoint.CheckpointState;

/** Gathers which films a model learned from over all runs that led to it, and refuses when the terms of any are not stated. */
final class TrainingSources {
    private TrainingSources() {}

    static Manifest.Training of(CheckpointState state, Map<String, String> licences) {
        Map<String, Integer> finetune = filmsBySource(state);
        Map<String, Integer> pretrain = new TreeMap<>();
        Optional<CheckpointState> earlier = state.parent().map(CheckpointState.Parent::state);
        Optional<CheckpointState.InitialWeights> initial = state.initialWeights();
        while (earlier.isPresent()) {
            filmsBySource(earlier.get()).forEach((source, films) -> pretrain.merge(source, films, Integer::sum));
            if (earlier.get().initialWeights().isPresent()) {
                initial = earlier.get().initialWeights();
            }
            earlier = earlier.get().parent().map(CheckpointState.Parent::state);
        }
        var sources = new TreeSet<>(finetune.keySet());
        sources.addAll(pretrain.keySet());
        var missing = new TreeSet<>(sources);
        missing.removeAll(licences.keySet());
        if (!missing.isEmpty()) {
            throw new ExportFailedException("cannot export: the terms of the training sources " + missing
                    + " are not stated; give --licence SOURCE=TEXT for each");
        }
        var unknown = new TreeSet<>(licences.keySet());
        unknown.removeAll(sources);
        if (!unknown.isEmpty()) {
            throw new ExportFailedException(
                    "cannot export: terms were given for " + unknown + ", but the training sources are " + sources);
        }
        return new Manifest.Training(
                sources.stream()
                        .map(source -> new Manifest.SourceUse(
                                source,
                                finetune.getOrDefault(source, 0),
                                pretrain.getOrDefault(source, 0),
                                licences.getOrDefault(source, "")))
                        .toList(),
                initial);
    }

    private static Map<String, Integer> filmsBySource(CheckpointState state) {
        Map<String, Integer> films = new TreeMap<>();
        state.filmLists().forEach(list -> list.bySource().forEach((source, n) -> films.merge(source, n, Integer::sum)));
        return films;
    }
}
