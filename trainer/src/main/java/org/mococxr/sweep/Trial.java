package org.mococxr.sweep;

import java.util.Locale;
import java.util.Optional;
import org.mococxr.finetuning.FinetuneSettings;

/**
 * One model of a comparison.
 *
 * @param arm the start it learns from
 * @param fraction share of the training patients, 0 to 1
 * @param draw which draw of that share, from 0
 * @param heldOut a source none of whose films are learned from, and the only one that is asked about
 */
public record Trial(String arm, FinetuneSettings.Mode mode, double fraction, int draw, Optional<String> heldOut) {

    /** Of its file. */
    String name() {
        return "%s.%s.%s.draw%d%s"
                .formatted(
                        arm,
                        mode.name().toLowerCase(Locale.ROOT),
                        fraction,
                        draw,
                        heldOut.map(source -> ".without." + source.replaceAll("[^A-Za-z0-9_-]", "_"))
                                .orElse(""));
    }

    /** For people. */
    String inWords() {
        return "%s, %s, %s"
                .formatted(
                        arm,
                        mode == FinetuneSettings.Mode.LINEAR ? "linear head" : "end to end",
                        heldOut.map(source -> "all films but those of " + source)
                                .orElse("%.3g %% of the patients, draw %d".formatted(100 * fraction, draw + 1)));
    }
}
