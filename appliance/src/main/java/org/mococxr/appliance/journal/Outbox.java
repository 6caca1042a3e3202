package org.mococxr.appliance.journal;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.mococxr.appliance.language.Sentence;

/** Reports on their way to peers; persistent, so a restart goes on where it was. Safe for use by many threads. */
public final class Outbox {
    private final JournalFile file;
    private final Clock clock;
    private final Consumer<String> changed;
    private final List<Runnable> bells = new CopyOnWriteArrayList<>();

    Outbox(JournalFile file, Clock clock, Consumer<String> changed) {
        this.file = file;
        this.clock = clock;
        this.changed = changed;
    }

    /** Rung when a report becomes due at once; what becomes due by time rings no bell. The bell must not block. */
    public void onDue(Runnable bell) {
        bells.add(bell);
    }

    void ring() {
        bells.forEach(Runnable::run);
    }

    static void plan(Handle handle, long filmId, PlannedDelivery planned, Instant now) {
        handle.execute(
                "insert into delivery (film_id, peer, kind, state, not_before, changed_at) values (?, ?, ?, 'waiting', ?, ?)",
                filmId,
                planned.peer(),
                planned.kind(),
                now.toEpochMilli(),
                now.toEpochMilli());
    }

    static boolean isOwnReport(Handle handle, String sopInstanceUid) {
        return handle.createQuery(
                                "select count(*) from delivery where sop_instance_uid = :uid and sop_instance_uid <> ''")
                        .bind("uid", sopInstanceUid)
                        .mapTo(Integer.class)
                        .one()
                > 0;
    }

    /** The films of which a report to this peer is due, the one that waited longest first. */
    public List<Long> dueFilms(String peer, int most) {
        return file.read(handle -> handle.createQuery("""
                        select film_id from delivery where state = 'waiting' and peer = :peer and not_before <= :now
                        group by film_id order by min(not_before), min(id) limit :most""")
                .bind("peer", peer)
                .bind("now", clock.instant().toEpochMilli())
                .bind("most", most)
                .mapTo(Long.class)
                .list());
    }

    /** The reports of a film that are due to this peer. */
    public List<DeliveryEntry> due(FilmEntry film, String peer) {
        var now = clock.instant();
        return film.deliveries().stream()
                .filter(delivery -> delivery.peer().equals(peer)
                        && delivery.state() == DeliveryEntry.State.WAITING
                        && !delivery.notBefore().isAfter(now))
                .toList();
    }

    /**
     * Written before anything is sent, so that a report that comes back is known as our own.
     *
     * @param sopInstanceUids of the objects that are about to be sent
     */
    public void identify(Map<DeliveryEntry, String> sopInstanceUids) {
        file.write(handle -> {
            sopInstanceUids.forEach((delivery, uid) -> handle.execute(
                    "update delivery set sop_instance_uid = ? where id = ? and film_id = ?",
                    uid,
                    delivery.deliveryId(),
                    delivery.filmId()));
            return sopInstanceUids.size();
        });
    }

    /**
     * How one try to deliver a report ended.
     *
     * @param notBefore when the next is due, should it still wait
     */
    public record Try(DeliveryEntry delivery, DeliveryEntry.State state, Sentence words, Instant notBefore) {
        /** The peer answered success. */
        public static Try delivered(DeliveryEntry delivery, Sentence words) {
            return new Try(delivery, DeliveryEntry.State.DELIVERED, words, delivery.notBefore());
        }

        /** The peer will never take it; a person has to act. */
        public static Try dead(DeliveryEntry delivery, Sentence words) {
            return new Try(delivery, DeliveryEntry.State.DEAD, words, delivery.notBefore());
        }

        /** It did not work this time. */
        public static Try postponed(DeliveryEntry delivery, Sentence words, Instant notBefore) {
            return new Try(delivery, DeliveryEntry.State.WAITING, words, notBefore);
        }

        private String event() {
            return switch (state) {
                case WAITING -> "";
                case DELIVERED -> "delivered";
                case DEAD -> "delivery_dead";
            };
        }
    }

    /** All or none; but for films that were erased meanwhile, of which nothing is written. */
    public void tried(List<Try> tries) {
        var refs = file.write(handle -> {
            var changedFilms = new LinkedHashSet<String>();
            for (var one : tries) {
                ref(handle, one.delivery()).ifPresent(ref -> {
                    update(handle, one);
                    if (!one.event().isEmpty()) {
                        Journal.event(
                                handle,
                                clock.instant(),
                                one.delivery().filmId(),
                                one.event(),
                                Sentence.of(
                                        "event.report",
                                        Sentence.of(
                                                "reports.kind." + one.delivery().kind()),
                                        one.delivery().peer(),
                                        one.words()));
                    }
                    changedFilms.add(ref);
                });
            }
            return changedFilms;
        });
        refs.forEach(changed);
    }

    /** Reports for peers that are not set up any more are dead: visible, and sent again should a person say so. */
    public void keepOnly(Collection<String> peers) {
        file.write(handle -> {
            for (var peer : peersWithWaitingReports(handle)) {
                if (!peers.contains(peer)) {
                    var why = Sentence.of("delivery.peer_gone");
                    handle.execute(
                            "update delivery set state = 'dead', changed_at = ?, words = ?, said = ? where state = 'waiting' and peer = ?",
                            clock.instant().toEpochMilli(),
                            why.english(),
                            why.stored(),
                            peer);
                }
            }
            return peers.size();
        });
    }

    private static List<String> peersWithWaitingReports(Handle handle) {
        return handle.createQuery("select distinct peer from delivery where state = 'waiting'")
                .mapTo(String.class)
                .list();
    }

    /** Gives dead reports of a film another chance. */
    public int revive(String filmRef) {
        var revived = file.write(handle -> handle.execute(
                "update delivery set state = 'waiting', not_before = ?, changed_at = ? where state = 'dead'"
                        + " and film_id = (select id from film where ref = ?)",
                clock.instant().toEpochMilli(),
                clock.instant().toEpochMilli(),
                filmRef));
        changed.accept(filmRef);
        ring();
        return revived;
    }

    private void update(Handle handle, Try one) {
        handle.execute(
                "update delivery set state = ?, attempts = attempts + 1, not_before = ?, changed_at = ?, words = ?, said = ?"
                        + " where id = ? and film_id = ? and state = 'waiting'",
                Names.of(one.state()),
                one.notBefore().toEpochMilli(),
                clock.instant().toEpochMilli(),
                one.words().english(),
                one.words().stored(),
                one.delivery().deliveryId(),
                one.delivery().filmId());
    }

    private static Optional<String> ref(Handle handle, DeliveryEntry delivery) {
        return handle.createQuery("select ref from film where id = :id")
                .bind("id", delivery.filmId())
                .mapTo(String.class)
                .findFirst();
    }
}
