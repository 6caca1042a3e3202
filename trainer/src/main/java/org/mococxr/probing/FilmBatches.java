package org.mococxr.probing;

import org.mococxr.filmlist.GreyStatistics;
import org.mococxr.filmlist.PreparedFilms;
import org.mococxr.tensors.DeviceTensor;
import org.mococxr.tensors.NetworkMath;
import org.mococxr.tensors.TensorEngine;

/** Feeds prepared films to a network that only looks at them, a few at a time, 32-bit, as the box would. */
public final class FilmBatches {
    private static final int AT_ONCE = 32;

    private FilmBatches() {}

    /** What becomes of a few films; its arrays end with it. */
    @FunctionalInterface
    public interface Look {
        /**
         * @param normalized [n,1,S,S]
         * @param from position of the first among the chosen films
         */
        void at(DeviceTensor normalized, int from);
    }

    /** @param films kept as 32-bit floats */
    public static void forEach(TensorEngine engine, PreparedFilms films, int[] chosen, GreyStatistics grey, Look look) {
        var math = new NetworkMath(engine);
        var side = films.sizePixels();
        for (var from = 0; from < chosen.length; from += AT_ONCE) {
            var n = Math.min(AT_ONCE, chosen.length - from);
            var input = new float[n * side * side];
            for (var i = 0; i < n; i++) {
                films.grey(chosen[from + i], input, i * side * side);
            }
            try (var scope = engine.step()) {
                look.at(math.normalizeGrey(engine.floats(input, n, 1, side, side), grey.mean(), grey.std()), from);
            }
        }
    }
}
