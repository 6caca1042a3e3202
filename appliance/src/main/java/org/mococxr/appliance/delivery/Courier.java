package org.mococxr.appliance.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mococxr.appliance.journal.DeliveryEntry;
import org.mococxr.appliance.journal.Doorbell;
import org.mococxr.appliance.journal.Journal;
import org.mococxr.dicom.UID;
import org.mococxr.dicom.net.AssociationFailedException;
import org.mococxr.dicom.net.DeliveryOutcome;
import org.mococxr.dicom.net.ObjectReference;
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
    /** Some peers report over the association they were asked on, most open one of their own. */
    private static final Duration FOR_REPORT_ON_SAME_ASSOCIATION = Duration.ofSeconds(2);
    /** Then the report is sent, and vouching asked for, again. */
    static final Duration FOR_COMMITMENT = Duration.ofMinutes(10);

    private final Recipient recipient;
    private final Peer peer;
    private final String callingAeTitle;
    private final Journal journal;
    private final ReportMaker reports;
    private final Commitments commitments;
    private final Backoff backoff;
    private final Clock clock;
    private final DeliveryEvents events = new DeliveryEvents();
    private final Doorbell bell = new Doorbell();
    private final Thread thread;
    private volatile boolean closing;
    private int failuresInARow;
    private Instant quietUntil = Instant.EPOCH;

    public Courier(
            Recipient recipient,
            String callingAeTitle,
            Journal journal,
            ReportMaker reports,
            Commitments commitments,
            Backoff backoff,
            Clock clock) {
        this.recipient = recipient;
        this.peer = recipient.peer();
        this.commitments = commitments;
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
        try (var association = recipient.connect(callingAeTitle, contexts())) {
            failuresInARow = 0;
            var stored = new ArrayList<Commitments.Stored>();
            while (due.isPresent() && !closing && deliver(due.get(), association, stored)) {
                due = journal.outbox().due(peer.toString());
            }
            if (!stored.isEmpty()) {
                askToVouch(stored, association);
            }
        } catch (AssociationFailedException e) {
            failed(due.get(), e.outcome());
        }
    }

    private List<PresentationContext> contexts() {
        var contexts = PresentationContext.uncompressed(reports.sopClasses());
        if (recipient.commitment()) {
            contexts.add(PresentationContext.uncompressed(UID.StorageCommitmentPushModel));
        }
        return contexts;
    }

    /**
     * @param stored takes the reports that have to be vouched for
     * @return whether the association can be used further
     */
    private boolean deliver(DeliveryEntry delivery, StoreScu association, List<Commitments.Stored> stored) {
        Sent sent;
        try {
            sent = send(delivery, association);
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
        if (!sent.outcome().isDelivered()) {
            return failed(delivery, sent.outcome());
        }
        return recipient.commitment() && association.offersCommitment()
                ? stored(delivery, sent.object(), stored)
                : delivered(delivery, sent.outcome());
    }

    private record Sent(ObjectReference object, DeliveryOutcome outcome) {}

    private Sent send(DeliveryEntry delivery, StoreScu association) {
        var film = journal.worklist().film(delivery.filmId()).orElseThrow();
        @Nullable Sent last = null;
        for (var report : reports.make(film, delivery.kind())) {
            var object = new ObjectReference(
                    report.sopClassUid().orElseThrow(), report.sopInstanceUid().orElseThrow());
            journal.outbox().identify(delivery, object.sopInstanceUid());
            last = new Sent(object, association.store(report));
            if (!(last.outcome() instanceof DeliveryOutcome.NotNegotiated)) {
                return last;
            }
        }
        return requireMade(last, delivery);
    }

    private static Sent requireMade(@Nullable Sent sent, DeliveryEntry delivery) {
        if (sent == null) {
            throw new IllegalStateException("no report of kind " + delivery.kind() + " was made");
        }
        return sent;
    }

    /** Should the box stop now, the report is due again after the wait, and replaces itself. */
    private boolean stored(DeliveryEntry delivery, ObjectReference object, List<Commitments.Stored> stored) {
        journal.outbox()
                .postpone(
                        delivery,
                        "The peer took the report; it has not vouched for it yet",
                        clock.instant().plus(FOR_COMMITMENT));
        events.stored(delivery);
        stored.add(new Commitments.Stored(delivery, object));
        return true;
    }

    private void askToVouch(List<Commitments.Stored> stored, StoreScu association) {
        var request = commitments.ask(recipient, stored);
        var outcome = association.requestCommitment(request);
        if (!outcome.isDelivered()) {
            commitments.forget(request);
            stored.forEach(it -> postpone(
                    it.delivery(),
                    "The peer took the report, but not the question whether it vouches for it: " + outcome.sentence(),
                    backoff.after(it.delivery().attempts() + 1)));
            return;
        }
        var report = association.awaitCommitment(FOR_REPORT_ON_SAME_ASSOCIATION);
        while (report.isPresent() && commitments.isOpen(request)) {
            commitments.onReport(report.get(), peer.aeTitle());
            report = commitments.isOpen(request)
                    ? association.awaitCommitment(FOR_REPORT_ON_SAME_ASSOCIATION)
                    : Optional.empty();
        }
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
