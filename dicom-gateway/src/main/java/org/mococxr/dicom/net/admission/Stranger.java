package org.mococxr.dicom.net.admission;

import org.mococxr.observation.Observation;
import org.mococxr.observation.ObservationKind;

/** Why a caller is not one of those expected. */
public enum Stranger {
    TITLE_UNKNOWN(ObservationKind.TITLE_NOT_ALLOWED),
    ADDRESS_UNEXPECTED(ObservationKind.ADDRESS_NOT_ALLOWED),
    CERTIFICATE_UNEXPECTED(ObservationKind.CERTIFICATE_NOT_SHOWN);

    private final ObservationKind why;

    Stranger(ObservationKind why) {
        this.why = why;
    }

    /** For the operator of this box. */
    public Observation why() {
        return why.of();
    }
}
