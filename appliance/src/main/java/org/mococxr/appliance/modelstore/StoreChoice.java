package org.mococxr.appliance.modelstore;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.mococxr.appliance.screening.CutOffs;

/**
 * {@code choice.json}: which of the installed packages does what. Packages are named by digest.
 *
 * @param format {@link #FORMAT}
 * @param earlier models that were active before, the latest first; going back takes the first
 * @param trial a model that sees the same films without being shown
 * @param cutOffs operating points a person chose, by package and finding
 * @param highestReleases by name of the model; older ones are not installed any more
 */
record StoreChoice(
        String format,
        Optional<String> active,
        List<String> earlier,
        Optional<Trial> trial,
        Map<String, Map<String, String>> cutOffs,
        Map<String, Integer> highestReleases) {
    static final String FORMAT = "cxr-models/1";
    private static final int MOST_EARLIER = 5;

    /** @param since ISO 8601; films that came before are not tried */
    record Trial(String digest, String since) {
        Trial {
            requireDigest(digest);
            Instant.parse(since);
        }
    }

    StoreChoice {
        if (!format.equals(FORMAT)) {
            throw new IllegalArgumentException(
                    "the format is \"" + format + "\", this program reads \"" + FORMAT + "\"");
        }
        active.ifPresent(StoreChoice::requireDigest);
        earlier.forEach(StoreChoice::requireDigest);
        earlier = List.copyOf(earlier);
        cutOffs = Map.copyOf(cutOffs);
        highestReleases = Map.copyOf(highestReleases);
    }

    private static void requireDigest(String digest) {
        if (!ModelStore.isDigest(digest)) {
            throw new IllegalArgumentException("\"" + digest + "\" is no digest of a package");
        }
    }

    static StoreChoice none() {
        return new StoreChoice(FORMAT, Optional.empty(), List.of(), Optional.empty(), Map.of(), Map.of());
    }

    /** A model that becomes active is not tried out any more. */
    StoreChoice activate(String digest) {
        var before = new ArrayList<String>();
        active.ifPresent(before::add);
        before.addAll(earlier);
        before.removeIf(digest::equals);
        return new StoreChoice(
                format,
                Optional.of(digest),
                before.subList(0, Math.min(before.size(), MOST_EARLIER)),
                trial.filter(running -> !running.digest().equals(digest)),
                cutOffs,
                highestReleases);
    }

    /** To the model before; the one that is left is not among the earlier ones. */
    StoreChoice rollBack() {
        return backTo(earlier.get(0));
    }

    /** To one of the earlier models; the ones that were active after it are not among the earlier ones any more. */
    StoreChoice backTo(String digest) {
        return new StoreChoice(
                format,
                Optional.of(digest),
                earlier.subList(earlier.indexOf(digest) + 1, earlier.size()),
                trial.filter(running -> !running.digest().equals(digest)),
                cutOffs,
                highestReleases);
    }

    /** Whether a package with this digest was once chosen for something. */
    boolean names(String digest) {
        return active.equals(Optional.of(digest))
                || earlier.contains(digest)
                || trial.map(Trial::digest).equals(Optional.of(digest));
    }

    StoreChoice tryOut(Optional<Trial> other) {
        return new StoreChoice(format, active, earlier, other, cutOffs, highestReleases);
    }

    StoreChoice decideBy(CutOffs chosen) {
        var changed = new TreeMap<>(cutOffs);
        changed.put(chosen.modelDigest(), chosen.pointByFinding());
        return new StoreChoice(format, active, earlier, trial, changed, highestReleases);
    }

    StoreChoice released(String name, int release) {
        var changed = new TreeMap<>(highestReleases);
        changed.merge(name, release, Math::max);
        return new StoreChoice(format, active, earlier, trial, cutOffs, changed);
    }

    CutOffs cutOffs(String digest) {
        return new CutOffs(digest, cutOffs.getOrDefault(digest, Map.of()));
    }
}
