package org.mococxr.appliance.desk;

import java.time.Duration;
import java.util.stream.Collectors;
import org.mococxr.appliance.journal.Claim;
import org.mococxr.appliance.screening.Conclusion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every log message about working through films. A film is known by its opaque reference. */
final class DeskEvents {
    private static final Logger LOG = LoggerFactory.getLogger("org.mococxr.screening");

    void concluded(Claim claim, Conclusion conclusion) {
        conclusion.fold(
                scored -> {
                    LOG.info(
                            "Film {} scored by {} on {} in {} ms: {}",
                            claim.ref(),
                            scored.model(),
                            scored.provider(),
                            scored.took().toMillis(),
                            scored.assessments().stream()
                                    .map(a -> a.finding() + " " + a.decision().code())
                                    .collect(Collectors.joining(", ")));
                    return true;
                },
                refused -> {
                    LOG.info("Film {} refused: {}", claim.ref(), refused.code());
                    return true;
                },
                failed -> {
                    LOG.error(
                            "Film {} failed after {} attempts and gets no result; it is kept and shown as failed",
                            claim.ref(),
                            claim.attempt());
                    return true;
                });
    }

    void attemptFailed(Claim claim, Throwable cause, Duration again) {
        LOG.warn("Film {}: attempt {} failed, next in {} s", claim.ref(), claim.attempt(), again.toSeconds(), cause);
    }

    void leaseLost(Claim claim) {
        LOG.warn("Film {}: took longer than its lease; another worker ends it", claim.ref());
    }

    void workerGivenUp(Claim claim) {
        LOG.error(
                "Film {}: attempt {} hangs; its worker is given up and a new one takes its place, the film is tried again",
                claim.ref(),
                claim.attempt());
    }

    void noWorkerLeft(int givenUp) {
        LOG.error(
                "{} workers hang and no more are started, to keep memory for the rest of the box; restart the box",
                givenUp);
    }

    void shadowFailed(String ref, Throwable cause) {
        LOG.warn("Film {}: the model that is tried out failed on it; its result is not touched by this", ref, cause);
    }

    void journalUnavailable(RuntimeException cause) {
        LOG.error("The journal cannot be used; films wait and the desk tries again", cause);
    }
}
