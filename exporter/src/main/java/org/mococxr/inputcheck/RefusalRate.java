package org.mococxr.inputcheck;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.mococxr.evaluation.Estimate;

/**
 * How many pictures of one origin were refused.
 *
 * @param pictures whose pictures, or what was done to them
 * @param frontal whether they are frontal films, of which few should be refused; all others should be refused
 * @param taken for each kind, how many pictures were taken for it
 * @param unusual how many of those taken for frontal films were refused as unlike the training films
 */
public record RefusalRate(String pictures, boolean frontal, Basis basis, Map<InputKind, Integer> taken, int unusual) {
    /** What the pictures have to do with those the check learned from. */
    public enum Basis {
        /** Validation films of sources that it learned from, or pictures made from them. */
        VALIDATION("validation"),
        /** Films of a source, judged by a check that learned from all other sources. */
        SOURCE_LEFT_OUT("source left out"),
        /** Only looked at: neither the check nor its thresholds saw them or their source. */
        NEVER_SEEN("never seen");

        private final String words;

        Basis(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    public RefusalRate {
        var copy = new EnumMap<InputKind, Integer>(InputKind.class);
        copy.putAll(taken);
        taken = Collections.unmodifiableMap(copy);
        var films = taken.values().stream().mapToInt(Integer::intValue).sum();
        if (pictures.isBlank() || films < 1 || unusual < 0 || unusual > taken.getOrDefault(InputKind.FRONTAL, 0)) {
            throw new IllegalArgumentException(
                    "a refusal rate needs named pictures and counts that fit each other, was \"%s\", %s and %d"
                            .formatted(pictures, taken, unusual));
        }
    }

    public int films() {
        return taken.values().stream().mapToInt(Integer::intValue).sum();
    }

    public int refused() {
        return films() - taken.getOrDefault(InputKind.FRONTAL, 0) + unusual;
    }

    /** With Wilson's 95 % interval. */
    public Estimate share() {
        return Estimate.ofShare((double) refused() / films(), films());
    }

    /** @return for example {@code 2 of 140 (1.4 %, 95 % interval 0.4 to 5.1 %)} */
    public String inWords() {
        var share = share();
        return String.format(
                Locale.ROOT,
                "%d of %d (%.1f %%, 95 %% interval %.1f to %.1f %%)",
                refused(),
                films(),
                100 * share.value(),
                100 * share.lower(),
                100 * share.upper());
    }

    /** @return for example {@code 3 side view, 1 unusual} */
    public String reasonsInWords() {
        var reasons = new ArrayList<String>();
        taken.forEach((kind, count) -> {
            if (kind != InputKind.FRONTAL) {
                reasons.add(count + " " + kind.words());
            }
        });
        if (unusual > 0) {
            reasons.add(unusual + " unusual");
        }
        return String.join(", ", reasons);
    }
}
