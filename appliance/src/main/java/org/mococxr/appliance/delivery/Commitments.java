package org.mococxr.appliance.delivery;

import java.math.BigInteger;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.mococxr.appliance.journal.DeliveryEntry;
import org.mococxr.appliance.journal.Journal;
import org.mococxr.appliance.journal.Outbox.Try;
import org.mococxr.appliance.language.Sentence;
import org.mococxr.dicom.net.CommitmentListener;
import org.mococxr.dicom.net.CommitmentReport;
import org.mococxr.dicom.net.CommitmentRequest;
import org.mococxr.dicom.net.ObjectReference;

/**
 * Asks peers whether they vouch for reports, and takes their answers, which may come after a restart. What stays unanswered is due again
 * later, and a report that is sent again replaces itself. Safe for use by many threads.
 */
public final class Commitments implements CommitmentListener {
    private final Journal journal;
    private final Backoff backoff;
    private final Clock clock;
    private final DeliveryEvents events = new DeliveryEvents();

    public Commitments(Journal journal, Backoff backoff, Clock clock) {
        this.journal = journal;
        this.backoff = backoff;
        this.clock = clock;
    }

    /** A report that was stored and has to be vouched for. */
    record Stored(DeliveryEntry delivery, ObjectReference object) {}

    /** Written down before it is sent, because the answer may overtake the sender. */
    CommitmentRequest ask(Recipient recipient, List<Stored> stored) {
        var reports = new HashMap<String, DeliveryEntry>();
        stored.forEach(it -> reports.put(it.object().sopInstanceUid(), it.delivery()));
        var random = UUID.randomUUID();
        var transaction = "2.25." + new BigInteger(random.toString().replace("-", ""), 16); // PS3.5 section B.2
        journal.commitments().asked(transaction, recipient.peer().aeTitle(), reports);
        return new CommitmentRequest(
                transaction, stored.stream().map(Stored::object).toList());
    }

    void forget(CommitmentRequest request) {
        journal.commitments().forget(request.transactionUid());
    }

    boolean isOpen(CommitmentRequest request) {
        return journal.commitments().isOpen(request.transactionUid());
    }

    @Override
    public boolean onReport(CommitmentReport report, String callingAeTitle) {
        var answered = journal.commitments().answered(report.transactionUid(), callingAeTitle);
        answered.ifPresent(reports -> reports.forEach((uid, delivery) -> settle(report, uid, delivery)));
        return answered.isPresent();
    }

    private void settle(CommitmentReport report, String uid, DeliveryEntry delivery) {
        if (report.committed().contains(uid)) {
            journal.outbox().tried(List.of(Try.delivered(delivery, Sentence.of("delivery.vouched"))));
            events.delivered(delivery);
            return;
        }
        var why = Optional.ofNullable(report.failed().get(uid))
                .map(failure -> Sentence.of(CommitmentReport.why(failure)))
                .orElseGet(() -> Sentence.of("delivery.not_mentioned"));
        var again = clock.instant().plus(backoff.after(delivery.attempts() + 1));
        journal.outbox().tried(List.of(Try.postponed(delivery, Sentence.of("delivery.not_vouched", why), again)));
        events.notVouchedFor(delivery, why.english());
    }
}
