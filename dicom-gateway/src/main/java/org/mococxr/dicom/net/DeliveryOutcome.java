package org.mococxr.dicom.net;

import java.util.function.Function;

/** How an attempt to deliver an object to another system ended. Only the first two mean that the peer has it. */
public sealed interface DeliveryOutcome {
    /** The peer answered 0000H. */
    record Delivered() implements DeliveryOutcome {}

    /** The peer took the object with a remark (B000H, B006H, B007H). */
    record DeliveredWithWarning(StoreStatus status) implements DeliveryOutcome {}

    /** The peer received the object and answered a failure. */
    record Refused(StoreStatus status) implements DeliveryOutcome {}

    /** The peer does not take such objects, or not in an encoding this side can give. Nothing was sent. */
    record NotNegotiated(String sopClassUid, String reason) implements DeliveryOutcome {}

    /** The peer rejected the association. */
    record Rejected(String reason, boolean mayPass) implements DeliveryOutcome {}

    /** No answer: the peer is off, unreachable, too slow or broke off. Whether it has the object is not known. */
    record Unreachable(String reason) implements DeliveryOutcome {}

    /** A status counts as delivered only if it is 0000H or a warning; A700H and its like do not. */
    static DeliveryOutcome of(StoreStatus status) {
        return status.isSuccess()
                ? new Delivered()
                : status.isWarning() ? new DeliveredWithWarning(status) : new Refused(status);
    }

    default <T> T fold(
            Function<Delivered, T> delivered,
            Function<DeliveredWithWarning, T> warning,
            Function<Refused, T> refused,
            Function<NotNegotiated, T> notNegotiated,
            Function<Rejected, T> rejected,
            Function<Unreachable, T> unreachable) {
        if (this instanceof Delivered it) {
            return delivered.apply(it);
        } else if (this instanceof DeliveredWithWarning it) {
            return warning.apply(it);
        } else if (this instanceof Refused it) {
            return refused.apply(it);
        } else if (this instanceof NotNegotiated it) {
            return notNegotiated.apply(it);
        } else if (this instanceof Rejected it) {
            return rejected.apply(it);
        }
        return unreachable.apply((Unreachable) this);
    }

    default boolean isDelivered() {
        return fold(it -> true, it -> true, it -> false, it -> false, it -> false, it -> false);
    }

    /** Whether the same attempt may succeed later without anybody changing a setting. */
    default boolean isWorthRetrying() {
        return fold(
                it -> false,
                it -> false,
                it -> (it.status().code() & 0xff00) == 0xa700 || it.status().code() == 0x0110,
                it -> false,
                Rejected::mayPass,
                it -> true);
    }

    /** One sentence for the person who looks after the delivery. */
    default String sentence() {
        return fold(
                it -> "delivered",
                it -> "delivered, with remark " + describe(it.status()),
                it -> "refused by the peer with status " + describe(it.status()),
                it -> "not sent: " + it.reason(),
                Rejected::reason,
                Unreachable::reason);
    }

    private static String describe(StoreStatus status) {
        return status.hex() + (status.comment().isEmpty() ? "" : ": " + status.comment());
    }
}
