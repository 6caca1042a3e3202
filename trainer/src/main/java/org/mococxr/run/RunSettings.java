package org.mococxr.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.mococxr.checkpoint.CheckpointState.FilmListUse;

/** Compares what a run was started with and what it is to go on with. */
public final class RunSettings {
    private RunSettings() {}

    /** Every difference in words, such as {@code epochs was 40, is 60}; empty if there is none. */
    public static List<String> differences(Map<String, Object> before, Map<String, Object> now) {
        var names = new TreeSet<>(before.keySet());
        names.addAll(now.keySet());
        var differences = new ArrayList<String>();
        for (var name : names) {
            var was = String.valueOf(before.get(name));
            var is = String.valueOf(now.get(name));
            if (!was.equals(is)) {
                differences.add("%s was %s, is %s".formatted(name, was, is));
            }
        }
        return differences;
    }

    /** As {@link #differences(Map, Map)}, for film lists, which are the same when their bytes are. */
    public static List<String> differences(List<FilmListUse> before, List<FilmListUse> now) {
        var was = before.stream().map(FilmListUse::sha256).toList();
        var is = now.stream().map(FilmListUse::sha256).toList();
        if (was.equals(is)) {
            return List.of();
        }
        return List.of("the film lists were %s, are %s (or their contents changed)"
                .formatted(
                        before.stream().map(FilmListUse::name).toList(),
                        now.stream().map(FilmListUse::name).toList()));
    }
}
