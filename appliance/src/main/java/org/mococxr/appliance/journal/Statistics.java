package org.mococxr.appliance.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.mococxr.appliance.language.Sentence;

/** Counts films, test films left out; names no patient. Safe for use by many threads. */
public final class Statistics {
    private final JournalFile file;

    Statistics(JournalFile file) {
        this.file = file;
    }

    /** Films received from a moment on. */
    public DayCounts since(Instant from) {
        return file.read(handle -> {
            var waits = waits(handle, from);
            return new DayCounts(
                    count(handle, from, "1 = 1"),
                    count(handle, from, "o.kind = 'scored'"),
                    count(handle, from, "o.kind = 'refused'"),
                    count(handle, from, "o.kind = 'failed'"),
                    quantile(waits, 0.5),
                    quantile(waits, 0.9),
                    findings(handle, from),
                    devices(handle, from, Instant.ofEpochMilli(Long.MAX_VALUE)),
                    senders(handle, from));
        });
    }

    private static long count(Handle handle, Instant from, String condition) {
        return handle.createQuery("select count(*) from film f left join outcome o on o.film_id = f.id"
                        + " where f.received_at >= :from and " + TestFilms.LEFT_OUT + " and " + condition)
                .bind("from", from.toEpochMilli())
                .mapTo(Long.class)
                .one();
    }

    private static List<Long> waits(Handle handle, Instant from) {
        return handle.createQuery("select o.at - f.received_at as wait from film f join outcome o on o.film_id = f.id"
                        + " where f.received_at >= :from and " + TestFilms.LEFT_OUT + " order by wait")
                .bind("from", from.toEpochMilli())
                .mapTo(Long.class)
                .list();
    }

    /** The smallest wait that this share of the films did not exceed. */
    static Duration quantile(List<Long> sortedMillis, double share) {
        return sortedMillis.isEmpty()
                ? Duration.ZERO
                : Duration.ofMillis(sortedMillis.get((int) Math.ceil(share * sortedMillis.size()) - 1));
    }

    private static List<DayCounts.Positivity> findings(Handle handle, Instant from) {
        return handle.createQuery("""
                        select a.finding, count(*) as films, sum(a.suggestive) as suggestive
                        from film f join assessment a on a.film_id = f.id
                        where f.received_at >= :from and %s group by a.finding order by a.finding""".formatted(TestFilms.LEFT_OUT))
                .bind("from", from.toEpochMilli())
                .map((row, context) -> new DayCounts.Positivity(
                        row.getString("finding"), row.getLong("films"), row.getLong("suggestive")))
                .list();
    }

    /** What each X-ray unit sent from one moment on and before another. */
    public List<DayCounts.Device> devices(Instant from, Instant before) {
        return file.read(handle -> devices(handle, from, before));
    }

    private static List<DayCounts.Device> devices(Handle handle, Instant from, Instant before) {
        return handle.createQuery("""
                        select coalesce(i.device, '') as device, count(*) as films, sum(o.kind = 'refused') as refused,
                          sum(exists (select 1 from assessment a where a.film_id = f.id and a.suggestive = 1)) as suggestive
                        from film f join outcome o on o.film_id = f.id left join identity i on i.film_id = f.id
                        where f.received_at >= :from and f.received_at < :before and %s group by 1 order by films desc, device""".formatted(TestFilms.LEFT_OUT))
                .bind("from", from.toEpochMilli())
                .bind("before", before.toEpochMilli())
                .map((row, context) -> new DayCounts.Device(
                        row.getString("device"),
                        row.getLong("films"),
                        row.getLong("refused"),
                        row.getLong("suggestive")))
                .list();
    }

    private static List<DayCounts.Sender> senders(Handle handle, Instant from) {
        return handle.createQuery("""
                        select f.sender, count(*) as films, max(f.received_at) as last from film f
                        where f.received_at >= :from and %s group by f.sender order by last desc""".formatted(TestFilms.LEFT_OUT))
                .bind("from", from.toEpochMilli())
                .map((row, context) -> new DayCounts.Sender(
                        row.getString("sender"), row.getLong("films"), Instant.ofEpochMilli(row.getLong("last"))))
                .list();
    }

    /** Bytes of films received from a moment on. */
    public long bytesSince(Instant from) {
        return file.read(
                handle -> handle.createQuery("select coalesce(sum(size_bytes), 0) from film where received_at >= :from")
                        .bind("from", from.toEpochMilli())
                        .mapTo(Long.class)
                        .one());
    }

    /** How the reports to one peer stand. */
    public record PeerReports(long delivered, long waiting, long dead, Sentence last, Instant lastChange) {}

    /** All reports to a peer; {@code last} is empty if there was none. */
    public PeerReports reports(String peer) {
        return file.read(handle -> handle.createQuery("""
                        select sum(state = 'delivered') as delivered, sum(state = 'waiting') as waiting, sum(state = 'dead') as dead,
                          max(changed_at) as last,
                          (select words from delivery where peer = :peer order by changed_at desc, id desc limit 1) as words,
                          (select said from delivery where peer = :peer order by changed_at desc, id desc limit 1) as said
                        from delivery where peer = :peer""")
                .bind("peer", peer)
                .map((row, context) -> new PeerReports(
                        row.getLong("delivered"),
                        row.getLong("waiting"),
                        row.getLong("dead"),
                        Worklist.sentence(row),
                        Instant.ofEpochMilli(row.getLong("last"))))
                .one());
    }
}
