package org.mococxr.inbox;

import java.io.IOException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.mococxr.dicom.net.StoreStatus;
import org.mococxr.observation.Observation;
import org.mococxr.observation.ObservationKind;

/**
 * An expected "no", carried from where it is known to where it is answered. An {@code IOException} so that it leaves a copying loop the
 * way the sender's own failures do, which pass through as they are.
 */
final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient Acceptance.Refused refused;

    /** @param status of what is said in it */
    RefusedException(Function<String, StoreStatus> status, Observation found) {
        this(status, found, null);
    }

    private RefusedException(Function<String, StoreStatus> status, Observation found, @Nullable Throwable cause) {
        super(found.english(), cause);
        this.refused = new Acceptance.Refused(status.apply(found.english()), found);
    }

    /** The inbox's disk failed: not the sender's fault, and it may pass. */
    static RefusedException diskFailed(Exception cause) {
        return new RefusedException(StoreStatus::outOfResources, ObservationKind.RECEIVER_DISK_FAILED.of(), cause);
    }

    Acceptance.Refused refused() {
        return refused;
    }
}
