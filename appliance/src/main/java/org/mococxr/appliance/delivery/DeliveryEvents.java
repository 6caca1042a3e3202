package org.mococxr.appliance.delivery;

import java.time.Duration;
import org.mococxr.appliance.journal.DeliveryEntry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every log message about delivering reports. A report is known by its number in the journal. */
final class DeliveryEvents {
    private static final Logger LOG = LoggerFactory.getLogger("org.mococxr.delivery");

    void delivered(DeliveryEntry delivery) {
        LOG.info("Report {} ({}) delivered to {}", delivery.deliveryId(), delivery.kind(), delivery.peer());
    }

    void stored(DeliveryEntry delivery) {
        LOG.info(
                "Report {} ({}) taken by {}, which is asked to vouch for it",
                delivery.deliveryId(),
                delivery.kind(),
                delivery.peer());
    }

    void notVouchedFor(DeliveryEntry delivery, String why) {
        LOG.warn(
                "Report {} ({}): {} took it, but does not vouch for it: {}; it is sent again",
                delivery.deliveryId(),
                delivery.kind(),
                delivery.peer(),
                why);
    }

    void postponed(DeliveryEntry delivery, String reason, Duration again) {
        LOG.warn(
                "Report {} ({}) not delivered to {}: {}; next try in {} s",
                delivery.deliveryId(),
                delivery.kind(),
                delivery.peer(),
                reason,
                again.toSeconds());
    }

    void dead(DeliveryEntry delivery, String reason) {
        LOG.error(
                "Report {} ({}) refused for good by {}: {}; it stays visible until somebody sends it again",
                delivery.deliveryId(),
                delivery.kind(),
                delivery.peer(),
                reason);
    }

    void stumbled(String peer, Throwable cause) {
        LOG.error("Delivery to {} stumbled; reports wait and are tried again", peer, cause);
    }
}
