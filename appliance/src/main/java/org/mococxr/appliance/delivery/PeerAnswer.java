package org.mococxr.appliance.delivery;

import org.mococxr.appliance.language.Sentence;
import org.mococxr.dicom.net.DeliveryOutcome;
import org.mococxr.dicom.net.StoreStatus;

/** What a peer answered, for people. What the peer or the network said itself stays in its words. */
public final class PeerAnswer {
    private PeerAnswer() {}

    public static Sentence of(DeliveryOutcome outcome) {
        return outcome.fold(
                delivered -> Sentence.of("delivery.delivered"),
                warning -> Sentence.of("delivery.remark", status(warning.status())),
                refused -> Sentence.of("delivery.refused", status(refused.status())),
                notNegotiated -> Sentence.of("delivery.not_sent", notNegotiated.reason()),
                rejected -> Sentence.of("delivery.rejected", rejected.reason()),
                unreachable -> Sentence.of("delivery.unreachable", unreachable.reason()));
    }

    private static String status(StoreStatus status) {
        return status.hex() + (status.comment().isEmpty() ? "" : ": " + status.comment());
    }
}
