package org.mococxr.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.mococxr.checkpoint.CheckpointKind;
import org.mococxr.checkpoint.CheckpointState;
import org.mococxr.checkpoint.CheckpointState.FilmListUse;
import org.mococxr.checkpoint.CheckpointState.InitialWeights;
import org.mococxr.checkpoint.CheckpointState.Parent;

/** What makes a run this run and no other. A run goes on only as itself. */
public record RunIdentity(
        CheckpointKind kind,
        String network,
        List<String> findings,
        long seed,
        Map<String, Object> settings,
        List<FilmListUse> filmLists,
        Optional<InitialWeights> initialWeights,
        Optional<Parent> parent) {

    /** Settings with the precision, where it is not the usual one: runs of versions that knew no other go on. */
    public static Map<String, Object> withPrecision(Map<String, Object> settings, String precision) {
        var all = new LinkedHashMap<>(settings);
        if (!precision.equals("fp32")) {
            all.put("precision", precision);
        }
        return all;
    }

    /** @throws RunRefusedException naming every difference to the run that a folder holds */
    public void requireSameAs(CheckpointState kept, Path folder) {
        var differences = new ArrayList<String>();
        compare(differences, "the kind", kept.kind(), kind);
        compare(differences, "network", kept.network(), network);
        compare(differences, "findings", kept.findings(), findings);
        compare(differences, "seed", kept.seed(), seed);
        var names = new TreeSet<>(kept.settings().keySet());
        names.addAll(settings.keySet());
        for (var name : names) {
            compare(differences, name, kept.settings().get(name), settings.get(name));
        }
        compare(differences, "film lists (name and digest)", listed(kept.filmLists()), listed(filmLists));
        compare(
                differences,
                "initial weights",
                kept.initialWeights().map(InitialWeights::sha256),
                initialWeights.map(InitialWeights::sha256));
        compare(
                differences,
                "the checkpoint it starts from",
                kept.parent().map(Parent::weightsSha256),
                parent.map(Parent::weightsSha256));
        if (!differences.isEmpty()) {
            throw new RunRefusedException(
                    "the run in %s cannot go on with other settings: %s. Give the same settings, or another --out."
                            .formatted(folder, String.join("; ", differences)));
        }
    }

    private static List<String> listed(List<FilmListUse> lists) {
        return lists.stream()
                .map(list -> list.name() + " " + list.sha256().substring(0, 8))
                .toList();
    }

    /** As text: a number read back from JSON is the same number, whatever its Java type. */
    private static void compare(List<String> differences, String name, @Nullable Object was, @Nullable Object is) {
        if (!String.valueOf(was).equals(String.valueOf(is))) {
            differences.add("%s was %s, is %s".formatted(name, said(was), said(is)));
        }
    }

    /** A setting that one of the two does not know: an older version wrote the run, or the setting is off. */
    private static Object said(@Nullable Object value) {
        return value == null ? "not set" : value;
    }
}
