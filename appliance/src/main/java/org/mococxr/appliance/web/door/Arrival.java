package org.mococxr.appliance.web.door;

import io.javalin.http.Context;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.jetty.server.Request;
import org.mococxr.appliance.language.Sentence;

/** What the {@link WaitingRoom} and the {@link Doorkeeper} tell each other about one request and its body. Safe for use by many threads. */
final class Arrival {
    private static final String ATTRIBUTE = Arrival.class.getName();
    private static final String RETRY_SECONDS = "5";

    /** How it came. */
    enum Outcome {
        HERE,
        TOO_SLOW,
        NO_ROOM
    }

    /**
     * How long whoever was refused is listened to, so that the answer is not lost where a connection is closed over unread bytes.
     */
    record Patience(long mostBytes, Duration longest) {}

    private static final Patience WITH_STRANGERS = new Patience(1 << 20, Duration.ofSeconds(2));
    private static final Patience WITH_FRIENDS = new Patience(64 << 20, Duration.ofSeconds(20));

    private volatile Outcome outcome = Outcome.HERE;
    private volatile Patience patience = WITH_STRANGERS;
    private volatile boolean moreToCome;

    static Arrival begin(Request request) {
        var arrival = new Arrival();
        request.setAttribute(ATTRIBUTE, arrival);
        return arrival;
    }

    private static Arrival of(Context context) {
        Arrival arrival = context.attribute(ATTRIBUTE);
        if (arrival == null) {
            throw new IllegalStateException("a request came past the waiting room");
        }
        return arrival;
    }

    /** @throws SpokenResponse if the waiting room gave up on the body */
    static void requireHere(Context context) {
        switch (of(context).outcome) {
            case HERE -> {
                // the usual case
            }
            case TOO_SLOW -> throw LimitedInput.tooSlow();
            case NO_ROOM -> {
                context.header("Retry-After", RETRY_SECONDS);
                throw new SpokenResponse(503, Sentence.of("intake.several"));
            }
        }
    }

    /** Whoever asks is known: a refusal may take longer to be heard. */
    static void isFriend(Context context) {
        of(context).patience = WITH_FRIENDS;
    }

    /** The sender of a refused body that is not all here is told that the connection ends. */
    static void announceEnd(Context context) {
        if (of(context).moreToCome) {
            context.header("Connection", "close");
        }
    }

    /** How much of what the sender of a refused body still has to say is worth a thread: nothing of a stranger's. */
    static Optional<Patience> patienceWithMore(Context context) {
        var arrival = of(context);
        return Optional.of(arrival.patience).filter(patience -> arrival.moreToCome && patience == WITH_FRIENDS);
    }

    void came(Outcome how, boolean whole) {
        outcome = how;
        moreToCome = !whole;
    }

    Patience patience() {
        return patience;
    }
}
