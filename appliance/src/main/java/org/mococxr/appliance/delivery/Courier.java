package org.mococxr.appliance.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.mococxr.appliance.journal.DeliveryEntry;
import org.mococxr.appliance.journal.Doorbell;
import org.mococxr.appliance.journal.Journal;
import org.mococxr.dicom.net.AssociationFailedException;
import org.mococxr.dicom.net.DeliveryOutcome;
import org.mococxr.dicom.net.Peer;
import org.mococxr.dicom.net.PresentationContext;
import org.mococxr.dicom.net.StoreScu;

/**
 * Brings the reports in the outbox to one peer, over one association at a time. A peer that does not answer is left alone for
 * a growing while; what it refuses for good stays visible.
 */
public final class Courier implements AutoCloseable {
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration TO_FINISH = Duration.ofSeconds(10);

    private final Peer peer;
    private final String callingAeTitle;
    private final Journal journal;
    private final ReportMaker reports;
    private final Backoff backoff;
    private final Clock clock;
    private final DeliveryEvents events = new DeliveryEvents();
    private final Doorbell bell = new Doorbell();
    private final Thread thread;
    private volatile boolean closing;
    private int failuresInARow;
    private Instant quietUntil = Instant.EPOCH;

    public Courier(
            Peer peer, String callingAeTitle, Journal journal, ReportMaker reports, Backoff backoff, Clock clock) {
        this.peer = peer;
        this.callingAeTitle = callingAeTitle;
        this.journal = journal;
        this.reports = reports;
        this.backoff = backoff;
        this.clock = clock;
        this.thread = new Thread(this::run, "courier-" + peer.aeTitle());
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    /** There may be a new report. */
    public void ring() {
        bell.ring();
    }

    private void run() {
        try {
            while (!closing) {
                try {
                    deliverDue();
                } catch (RuntimeException e) {
                    if (!closing) {
                        events.stumbled(peer.toString(), e);
                    }
                }
                bell.await(LOOK);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Tries everything that is due for this peer; for one thread at a time. */
    public synchronized void deliverDue() {
        if (clock.instant().isBefore(quietUntil)) {
            return;
        }
        var due = journal.outbox().due(peer.toString());
        if (due.isEmpty()) {
            return;
        }
        try (var association =
                StoreScu.connect(peer, callingAeTitle, PresentationContext.uncompressed(reports.sopClasses()))) {
            failuresInARow = 0;
            while (due.isPresent() && !closing && deliver(due.get(), association)) {
                due = journal.outbox().due(peer.toString());
            }
        } catch (AssociationFailedException e) {
            failed(due.get(), e.outcome());
        }
    }

    /** @return whether the association can be used further */
    private boolean deliver(DeliveryEntry delivery, StoreScu association) {
        DeliveryOutcome outcome;
        try {
            outcome = send(delivery, association);
        } catch (ReportNotPossibleException e) {
            journal.outbox().dead(delivery, "No report can be made: " + e.getMessage());
            events.dead(delivery, "no report can be made");
            return true;
        } catch (RuntimeException e) { // the report cannot be made: the film was damaged or the disk is full
            events.stumbled(peer.toString(), e);
            postpone(
                    delivery,
                    "The report could not be made: " + e.getMessage(),
                    backoff.after(delivery.attempts() + 1));
            return true;
        }
        return outcome.isDelivered() ? delivered(delivery, outcome) : failed(delivery, outcome);
    }

    private DeliveryOutcome send(DeliveryEntry delivery, StoreScu association) {
        var film = journal.worklist().film(delivery.filmId()).orElseThrow();
        @Nullable DeliveryOutcome last = null;
        for (var report : reports.make(film, delivery.kind())) {
            journal.outbox().identify(delivery, report.sopInstanceUid().orElseThrow());
            last = association.store(report);
            if (!(last instanceof DeliveryOutcome.NotNegotiated)) {
                return last;
            }
        }
        return requireMade(last, delivery);
    }

    private static DeliveryOutcome requireMade(@Nullable DeliveryOutcome outcome, DeliveryEntry delivery) {
        if (outcome == null) {
            throw new IllegalStateException("no report of kind " + delivery.kind() + " was made");
        }
        return outcome;
    }

    private boolean delivered(DeliveryEntry delivery, DeliveryOutcome outcome) {
        journal.outbox().delivered(delivery, outcome.sentence());
        events.delivered(delivery);
        return true;
    }

    private boolean failed(DeliveryEntry delivery, DeliveryOutcome outcome) {
        var peerIsGone = outcome.fold(it -> false, it -> false, it -> false, it -> false, it -> true, it -> true);
        if (peerIsGone && outcome.isWorthRetrying()) {
            failuresInARow++;
            var wait = backoff.after(failuresInARow);
            quietUntil = clock.instant().plus(wait);
            postpone(delivery, outcome.sentence(), wait);
        } else if (outcome.isWorthRetrying()) {
            postpone(delivery, outcome.sentence(), backoff.after(delivery.attempts() + 1));
        } else {
            journal.outbox().dead(delivery, outcome.sentence());
            events.dead(delivery, outcome.sentence());
        }
        return !peerIsGone;
    }

    private void postpone(DeliveryEntry delivery, String reason, Duration wait) {
        journal.outbox().postpone(delivery, reason, clock.instant().plus(wait));
        events.postponed(delivery, reason, wait);
    }

    @Override
    public void close() {
        closing = true;
        bell.ring();
        try {
            thread.join(TO_FINISH.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread.interrupt();
    }
}
