package org.mococxr.inbox;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.mococxr.dicom.net.StoreStatus;

/**
 * An expected "no", carried from where it is known to where it is answered. An {@code IOException} so that it leaves a copying loop the
 * way the sender's own failures do, which pass through as they are.
 */
final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient StoreStatus status;

    RefusedException(StoreStatus status) {
        this(status, null);
    }

    private RefusedException(StoreStatus status, @Nullable Throwable cause) {
        super(status.comment(), cause);
        this.status = status;
    }

    /** The inbox's disk failed: not the sender's fault, and it may pass. */
    static RefusedException diskFailed(Exception cause) {
        return new RefusedException(StoreStatus.outOfResources("the receiver could not use its disk"), cause);
    }

    StoreStatus status() {
        return status;
    }
}
