package org.mococxr.dicom.net;

/** No association with the peer came about, or it broke; {@link #outcome} says what that means for a delivery. */
public final class AssociationFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient DeliveryOutcome outcome;

    AssociationFailedException(Peer peer, DeliveryOutcome outcome, Throwable cause) {
        super("No association with " + peer + ": " + outcome.sentence(), cause);
        this.outcome = outcome;
    }

    AssociationFailedException(Peer peer, DeliveryOutcome outcome) {
        super("No association with " + peer + ": " + outcome.sentence());
        this.outcome = outcome;
    }

    public DeliveryOutcome outcome() {
        return outcome;
    }
}
