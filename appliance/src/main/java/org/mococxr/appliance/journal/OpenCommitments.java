package org.mococxr.appliance.journal;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The questions to peers whether they vouch for reports, from being asked to being answered. Persistent: a PACS may answer at night,
 * and the box may have been started anew by then. Safe for use by many threads.
 */
public final class OpenCommitments {
    /** Whatever is unanswered is asked again long before. */
    private static final Duration KEPT = Duration.ofDays(7);

    private final JournalFile file;
    private final Clock clock;

    OpenCommitments(JournalFile file, Clock clock) {
        this.file = file;
        this.clock = clock;
    }

    /**
     * Written down before the question is sent, because the answer may overtake the sender.
     *
     * @param reports by SOP Instance UID
     */
    public void asked(String transactionUid, String aeTitle, Map<String, DeliveryEntry> reports) {
        file.write(handle -> {
            handle.execute(
                    "delete from commitment where asked_at < ?",
                    clock.instant().minus(KEPT).toEpochMilli());
            reports.forEach((uid, delivery) -> handle.execute(
                    "insert into commitment (transaction_uid, ae_title, asked_at, sop_instance_uid, delivery_id)"
                            + " select ?, ?, ?, ?, id from delivery where id = ? and film_id = ?",
                    transactionUid,
                    aeTitle,
                    clock.instant().toEpochMilli(),
                    uid,
                    delivery.deliveryId(),
                    delivery.filmId()));
            return reports.size();
        });
    }

    public boolean isOpen(String transactionUid) {
        return file.read(handle -> handle.createQuery(
                                "select count(*) from commitment where transaction_uid = :transaction")
                        .bind("transaction", transactionUid)
                        .mapTo(Integer.class)
                        .one())
                > 0;
    }

    /** The question could not be put. */
    public void forget(String transactionUid) {
        file.write(handle -> handle.execute("delete from commitment where transaction_uid = ?", transactionUid));
    }

    /** Closes the question; what it was about, by SOP Instance UID, unless it is not open or was put to somebody else. */
    public Optional<Map<String, DeliveryEntry>> answered(String transactionUid, String aeTitle) {
        return file.write(handle -> {
            Map<String, DeliveryEntry> reports = new LinkedHashMap<>();
            handle.createQuery("""
                            select d.*, c.sop_instance_uid as asked_uid from commitment c
                            join delivery d on d.id = c.delivery_id
                            where c.transaction_uid = :transaction and c.ae_title = :title""")
                    .bind("transaction", transactionUid)
                    .bind("title", aeTitle)
                    .map((row, context) -> Map.entry(row.getString("asked_uid"), Worklist.delivery(row)))
                    .forEach(entry -> reports.put(entry.getKey(), entry.getValue()));
            handle.execute(
                    "delete from commitment where transaction_uid = ? and ae_title = ?", transactionUid, aeTitle);
            return reports.isEmpty() ? Optional.empty() : Optional.of(reports);
        });
    }
}
