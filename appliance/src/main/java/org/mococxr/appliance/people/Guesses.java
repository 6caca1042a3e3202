package org.mococxr.appliance.people;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Counts passwords that are tried, each before it is compared, so that parallel tries cannot pass the counter.
 *
 * <p>An address from which somebody signed in to the account before has a counter of its own: a stranger elsewhere cannot keep
 * the owner out. All other addresses share one for the account, so that many of them gain nothing, and each has one for all
 * accounts.
 */
final class Guesses {
    private static final String ALL = "*";
    private static final int FREE_ON_AN_ACCOUNT = 5;
    private static final int FREE_FROM_AN_ADDRESS = 30;
    private static final Duration FIRST_LOCK = Duration.ofMinutes(1);
    private static final int MOST_DOUBLINGS = 5;
    private static final Duration FORGOTTEN_AFTER = Duration.ofDays(1);

    private Guesses() {}

    /** @param free tries before it locks */
    private record Counter(String account, String address, int free) {}

    /**
     * One try.
     *
     * @param turnedAway whether it must not be compared
     * @param until when the next one may be made, if that is later than now
     */
    record Try(boolean turnedAway, Optional<Instant> until) {}

    /** The counters that one try goes by. */
    record Place(List<Counter> counters) {
        static Place of(String name, String address, boolean known) {
            var account = account(name);
            return known
                    ? new Place(List.of(new Counter(account, address, FREE_ON_AN_ACCOUNT)))
                    : new Place(List.of(
                            new Counter(account, ALL, FREE_ON_AN_ACCOUNT),
                            new Counter(ALL, address, FREE_FROM_AN_ADDRESS)));
        }

        /** Of somebody who is signed in and types the password again. */
        static Place ofSession(long session) {
            return new Place(List.of(new Counter("session " + session, ALL, FREE_ON_AN_ACCOUNT)));
        }
    }

    private static String account(String name) {
        return Secrets.hash(name.strip().toLowerCase(Locale.ROOT));
    }

    /** @return when the next try may be made; with {@code turnedAway}, this one was too early */
    static Try count(Handle handle, Instant now, Place place) {
        handle.execute(
                "delete from guess where at < ?", now.minus(FORGOTTEN_AFTER).toEpochMilli());
        var locked = place.counters().stream()
                .map(counter -> until(handle, counter))
                .filter(now::isBefore)
                .max(Instant::compareTo);
        if (locked.isPresent()) {
            return new Try(true, locked);
        }
        var until = now;
        for (var counter : place.counters()) {
            var tries = tries(handle, counter) + 1;
            var over = tries - counter.free();
            var next = over < 0 ? now : now.plus(FIRST_LOCK.multipliedBy(1L << Math.min(over, MOST_DOUBLINGS)));
            handle.execute(
                    "insert or replace into guess (account, address, tries, until, at) values (?, ?, ?, ?, ?)",
                    counter.account(),
                    counter.address(),
                    tries,
                    next.toEpochMilli(),
                    now.toEpochMilli());
            until = next.isAfter(until) ? next : until;
        }
        return new Try(false, Optional.of(until).filter(now::isBefore));
    }

    /** The try was right: it counts nowhere, and the account's own counter begins anew. */
    static void right(Handle handle, Place place) {
        for (var counter : place.counters()) {
            if (counter.account().equals(ALL)) {
                handle.execute(
                        "update guess set tries = max(0, tries - 1), until = 0 where account = ? and address = ?",
                        counter.account(),
                        counter.address());
            } else {
                handle.execute(
                        "delete from guess where account = ? and address = ?", counter.account(), counter.address());
            }
        }
    }

    /** An administrator lets the account's owner try again. */
    static void forget(Handle handle, String name) {
        handle.execute("delete from guess where account = ?", account(name));
    }

    /** No lock lasts longer than the longest from now on. @return how many did */
    static int limit(Handle handle, Instant now) {
        var longest = now.plus(FIRST_LOCK.multipliedBy(1L << MOST_DOUBLINGS)).toEpochMilli();
        return handle.execute(
                "update guess set until = ?, at = ? where until > ?", longest, now.toEpochMilli(), longest);
    }

    private static Instant until(Handle handle, Counter counter) {
        return Instant.ofEpochMilli(number(handle, "until", counter));
    }

    private static int tries(Handle handle, Counter counter) {
        return (int) number(handle, "tries", counter);
    }

    private static long number(Handle handle, String column, Counter counter) {
        return handle.createQuery("select <column> from guess where account = :account and address = :address")
                .define("column", column)
                .bind("account", counter.account())
                .bind("address", counter.address())
                .mapTo(Long.class)
                .findOne()
                .orElse(0L);
    }
}
