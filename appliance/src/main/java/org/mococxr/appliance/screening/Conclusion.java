package org.mococxr.appliance.screening;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.mococxr.appliance.language.Sentence;
import org.mococxr.gate.RefusalCode;

/** The one end of a film: scored, refused or failed. */
public sealed interface Conclusion {
    /** How long it took from the stored bytes to this conclusion. */
    Duration took();

    <T> T fold(Function<Scored, T> scored, Function<Refused, T> refused, Function<Failed, T> failed);

    /**
     * A film with a score per finding.
     *
     * @param release the model's release number
     * @param provider what really ran the network, such as {@code CPU}
     * @param preparedSizePixels side of the square that the network saw; heat maps lie over it
     * @param remarks reasons for doubt
     */
    record Scored(
            ModelName model,
            String release,
            String provider,
            List<Assessment> assessments,
            int filmRows,
            int filmColumns,
            int preparedSizePixels,
            List<Sentence> remarks,
            Duration took)
            implements Conclusion {
        public Scored {
            assessments = List.copyOf(assessments);
            remarks = List.copyOf(remarks);
            if (assessments.isEmpty()) {
                throw new IllegalArgumentException("a scored film has at least one assessment");
            }
        }

        @Override
        public <T> T fold(Function<Scored, T> scored, Function<Refused, T> refused, Function<Failed, T> failed) {
            return scored.apply(this);
        }
    }

    /**
     * A film that this box does not assess, and why.
     *
     * @param found what was found in this very film
     */
    record Refused(RefusalCode code, Sentence found, Duration took) implements Conclusion {
        @Override
        public <T> T fold(Function<Scored, T> scored, Function<Refused, T> refused, Function<Failed, T> failed) {
            return refused.apply(this);
        }
    }

    /** A film that could have been assessed, but the box did not manage. */
    record Failed(Sentence reason, Duration took) implements Conclusion {
        @Override
        public <T> T fold(Function<Scored, T> scored, Function<Refused, T> refused, Function<Failed, T> failed) {
            return failed.apply(this);
        }
    }
}
