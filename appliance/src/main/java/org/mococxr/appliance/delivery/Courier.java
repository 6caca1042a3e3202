package org.mococxr.appliance.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.mococxr.appliance.journal.DeliveryEntry;
import org.mococxr.appliance.journal.Doorbell;
import org.mococxr.appliance.journal.FilmEntry;
import org.mococxr.appliance.journal.Journal;
import org.mococxr.appliance.journal.Outbox.Try;
import org.mococxr.appliance.language.Sentence;
import org.mococxr.dicom.DicomObject;
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
    /** Films whose reports are made and written down together, while many wait. */
    private static final int FILMS_AT_A_TIME = 4;

    /** Far less than peers let an association idle. */
    private static final Duration LINGER = Duration.ofMillis(500);

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
    private final Duration linger;
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
        this(recipient, callingAeTitle, journal, reports, commitments, backoff, clock, LINGER);
    }

    /** @param linger how long an association is kept for a further report */
    Courier(
            Recipient recipient,
            String callingAeTitle,
            Journal journal,
            ReportMaker reports,
            Commitments commitments,
            Backoff backoff,
            Clock clock,
            Duration linger) {
        this.linger = linger;
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
                    deliverDue(linger);
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
    public void deliverDue() {
        deliverDue(Duration.ZERO);
    }

    private synchronized void deliverDue(Duration linger) {
        if (isQuiet(clock.instant())) {
            return;
        }
        var due = due();
        if (due.isEmpty()) {
            return;
        }
        try (var association = recipient.connect(callingAeTitle, contexts())) {
            failuresInARow = 0;
            while (!due.isEmpty()) {
                due = deliverAll(due, association) ? dueWithin(linger) : List.of();
            }
        } catch (AssociationFailedException e) {
            journal.outbox().tried(List.of(failed(due.get(0).reports().get(0), e.outcome())));
        }
    }

    /** A moment further ahead than any wait was chosen by a clock that has been set back since. */
    private boolean isQuiet(Instant now) {
        return now.isBefore(quietUntil) && !quietUntil.isAfter(now.plus(backoff.most()));
    }

    /** @return whether the association can be used further */
    private boolean deliverAll(List<Due> first, StoreScu association) {
        var stored = new ArrayList<Commitments.Stored>();
        var isUsable = true;
        for (var due = first; isUsable && !due.isEmpty() && !closing; due = due()) {
            isUsable = deliver(due, association, stored);
        }
        if (!stored.isEmpty()) {
            askToVouch(stored, association);
        }
        return isUsable;
    }

    /** In a busy hour reports follow each other closely. The bell may have rung for what is delivered already. */
    private List<Due> dueWithin(Duration linger) {
        var until = System.nanoTime() + linger.toNanos();
        List<Due> due = List.of();
        try {
            for (var left = linger.toNanos(); left > 0 && due.isEmpty() && !closing; left = until - System.nanoTime()) {
                bell.await(Duration.ofNanos(left));
                due = due();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return due;
    }

    private record Due(FilmEntry film, List<DeliveryEntry> reports) {}

    /** The films that waited longest, with as many of their reports as are due. */
    private List<Due> due() {
        return journal.outbox().dueFilms(peer.toString(), FILMS_AT_A_TIME).stream()
                .flatMap(filmId -> journal.worklist().film(filmId).stream())
                .map(film -> new Due(film, journal.outbox().due(film, peer.toString())))
                .filter(due -> !due.reports().isEmpty())
                .toList();
    }

    private List<PresentationContext> contexts() {
        var contexts = PresentationContext.uncompressed(reports.sopClasses());
        if (recipient.commitment()) {
            contexts.add(PresentationContext.uncompressed(UID.StorageCommitmentPushModel));
        }
        return contexts;
    }

    /**
     * Written down is, in one commit each, what will be sent before any of it is, and how it ended.
     *
     * @param stored takes the reports that have to be vouched for
     * @return whether the association can be used further
     */
    private boolean deliver(List<Due> due, StoreScu association, List<Commitments.Stored> stored) {
        var tries = new ArrayList<Try>();
        var made = due.stream().flatMap(film -> make(film, tries).stream()).toList();
        identify(made);
        var isUsable = true;
        for (var report : made) {
            if (isUsable) {
                isUsable = send(report, association, tries, stored);
            }
        }
        journal.outbox().tried(tries);
        tries.stream()
                .filter(one -> one.state() == DeliveryEntry.State.DELIVERED)
                .forEach(one -> events.delivered(one.delivery()));
        return isUsable;
    }

    /** A report in its richest form, and the others it could be sent in. */
    private record Made(DeliveryEntry delivery, DicomObject object, Iterator<DicomObject> others) {
        static Made of(DeliveryEntry delivery, Iterator<DicomObject> forms) {
            return new Made(delivery, forms.next(), forms);
        }

        /** In the next form. */
        Made other() {
            return of(delivery, others);
        }

        ObjectReference reference() {
            return new ObjectReference(
                    object.sopClassUid().orElseThrow(), object.sopInstanceUid().orElseThrow());
        }
    }

    private List<Made> make(Due due, List<Try> tries) {
        var made = new ArrayList<Made>();
        var onFilm = reports.on(due.film());
        for (var delivery : due.reports()) {
            try {
                made.add(Made.of(delivery, onFilm.of(delivery.kind()).iterator()));
            } catch (ReportNotPossibleException e) {
                tries.add(Try.dead(delivery, Sentence.of("delivery.no_report", Sentence.of(e))));
                events.dead(delivery, "no report can be made");
            } catch (RuntimeException e) {
                tries.add(notMade(delivery, e));
            }
        }
        return made;
    }

    /** The film was damaged or the disk is full. */
    private Try notMade(DeliveryEntry delivery, RuntimeException cause) {
        events.stumbled(peer.toString(), cause);
        return postponed(
                delivery, Sentence.of("delivery.not_made", Sentence.of(cause)), backoff.after(delivery.attempts() + 1));
    }

    private void identify(List<Made> made) {
        if (!made.isEmpty()) {
            journal.outbox()
                    .identify(made.stream()
                            .collect(Collectors.toMap(
                                    Made::delivery, report -> report.reference().sopInstanceUid())));
        }
    }

    /** @return whether the association can be used further */
    private boolean send(Made made, StoreScu association, List<Try> tries, List<Commitments.Stored> stored) {
        Sent sent;
        try {
            sent = send(made, association);
        } catch (RuntimeException e) {
            tries.add(notMade(made.delivery(), e));
            return true;
        }
        if (!sent.outcome().isDelivered()) {
            tries.add(failed(made.delivery(), sent.outcome()));
            return !isGone(sent.outcome());
        }
        if (recipient.commitment() && association.offersCommitment()) {
            stored.add(new Commitments.Stored(made.delivery(), sent.object()));
            tries.add(stored(made.delivery()));
        } else {
            tries.add(Try.delivered(made.delivery(), PeerAnswer.of(sent.outcome())));
        }
        return true;
    }

    private record Sent(ObjectReference object, DeliveryOutcome outcome) {}

    private Sent send(Made made, StoreScu association) {
        var outcome = association.store(made.object());
        if (outcome instanceof DeliveryOutcome.NotNegotiated && made.others().hasNext()) {
            var other = made.other();
            identify(List.of(other));
            return send(other, association);
        }
        return new Sent(made.reference(), outcome);
    }

    /** Should the box stop now, the report is due again after the wait, and replaces itself. */
    private Try stored(DeliveryEntry delivery) {
        events.stored(delivery);
        return Try.postponed(
                delivery,
                Sentence.of("delivery.not_vouched_yet"),
                clock.instant().plus(FOR_COMMITMENT));
    }

    private void askToVouch(List<Commitments.Stored> stored, StoreScu association) {
        var request = commitments.ask(recipient, stored);
        var outcome = association.requestCommitment(request);
        if (!outcome.isDelivered()) {
            commitments.forget(request);
            journal.outbox()
                    .tried(stored.stream()
                            .map(it -> postponed(
                                    it.delivery(),
                                    Sentence.of("delivery.question_not_taken", PeerAnswer.of(outcome)),
                                    backoff.after(it.delivery().attempts() + 1)))
                            .toList());
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

    private static boolean isGone(DeliveryOutcome outcome) {
        return outcome.fold(it -> false, it -> false, it -> false, it -> false, it -> true, it -> true);
    }

    private Try failed(DeliveryEntry delivery, DeliveryOutcome outcome) {
        if (!outcome.isWorthRetrying()) {
            events.dead(delivery, outcome.sentence());
            return Try.dead(delivery, PeerAnswer.of(outcome));
        }
        if (!isGone(outcome)) {
            return postponed(delivery, PeerAnswer.of(outcome), backoff.after(delivery.attempts() + 1));
        }
        failuresInARow++;
        var wait = backoff.after(failuresInARow);
        quietUntil = clock.instant().plus(wait);
        return postponed(delivery, PeerAnswer.of(outcome), wait);
    }

    private Try postponed(DeliveryEntry delivery, Sentence reason, Duration wait) {
        events.postponed(delivery, reason.english(), wait);
        return Try.postponed(delivery, reason, clock.instant().plus(wait));
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
