package org.mococxr.appliance.people;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mococxr.appliance.journal.JournalException;
import org.mococxr.appliance.language.Sentence;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes down who looked at what. Looks are gathered by person, kind and hour: the first of an hour and every film not looked at before in
 * it are written within seconds, what is only repeated is written as a number when the hour is over. What cannot be written is kept, told
 * and tried again: a full disk keeps nobody from a result. Safe for use by many threads.
 */
public final class Reads implements AutoCloseable {
    /** More in one go are counted only. */
    private static final int REFERENCES_IN_A_LINE = 50;

    /** Remembered of one hour; more are written again. */
    private static final int MOST_REMEMBERED = 5_000;

    private static final Logger LOG = LoggerFactory.getLogger("org.mococxr.audit");

    private final Audit audit;
    private final Clock clock;
    private final Map<Key, Gathered> open = new LinkedHashMap<>();
    private final Object writing = new Object();
    private volatile boolean isFailing;

    Reads(Audit audit, Clock clock) {
        this.audit = audit;
        this.clock = clock;
    }

    private record Key(String who, Act act, Instant hour) {}

    /** What one person did of one kind in one hour. */
    private static final class Gathered {
        private final Set<String> known = new LinkedHashSet<>();
        private final List<String> fresh = new ArrayList<>();
        private long looks;
        private boolean begun;

        void add(String reference) {
            looks++;
            if (!reference.isEmpty() && known.add(reference)) {
                fresh.add(reference);
            }
            if (known.size() > MOST_REMEMBERED) {
                known.clear();
            }
        }

        boolean isDue(boolean isOver) {
            return looks > 0 && (isOver || !begun || !fresh.isEmpty());
        }

        /** What is to be written; from then on it counts as written. */
        Taken take(Key key) {
            var taken = new Taken(this, key, List.copyOf(fresh), looks);
            begun = true;
            fresh.clear();
            looks = 0;
            return taken;
        }
    }

    private record Taken(Gathered from, Key key, List<String> references, long looks) {
        Audit.Entry line() {
            var more = references.size() - REFERENCES_IN_A_LINE;
            return new Audit.Entry(
                    key.who(),
                    key.act(),
                    String.join(" ", more > 0 ? references.subList(0, REFERENCES_IN_A_LINE) : references),
                    more > 0 ? Sentence.of("audit.looks_more", looks, more) : Sentence.of("audit.looks", looks));
        }

        void giveBack() {
            from.fresh.addAll(0, references);
            from.looks += looks;
        }
    }

    /** @param reference of a film; nothing for a list */
    public synchronized void note(String who, Act act, String reference) {
        open.computeIfAbsent(new Key(who, act, hour()), key -> new Gathered()).add(reference);
    }

    private Instant hour() {
        return clock.instant().truncatedTo(ChronoUnit.HOURS);
    }

    /** Writes what is due; to be called at intervals of some seconds, and before somebody reads the audit. */
    public void write() {
        write(false);
    }

    private void write(boolean everything) {
        synchronized (writing) {
            var taken = take(everything);
            try {
                if (!taken.isEmpty()) {
                    audit.record(taken.stream().map(Taken::line).toList());
                }
                isFailing = false;
            } catch (JournalException e) {
                failed(taken, e);
            }
        }
    }

    private synchronized List<Taken> take(boolean everything) {
        var hour = hour();
        var taken = new ArrayList<Taken>();
        open.forEach((key, gathered) -> {
            if (gathered.isDue(everything || !key.hour().equals(hour))) {
                taken.add(gathered.take(key));
            }
        });
        open.keySet().removeIf(key -> !key.hour().equals(hour));
        return taken;
    }

    private synchronized void failed(List<Taken> taken, JournalException cause) {
        for (var one : taken) {
            open.putIfAbsent(one.key(), one.from());
            one.giveBack();
        }
        if (!isFailing) {
            LOG.error("Who looks at films cannot be written down; it is kept in memory and tried again", cause);
        }
        isFailing = true;
    }

    /** That the audit lacks looks, because it cannot be written. */
    public synchronized Optional<Sentence> concern() {
        return isFailing
                ? Optional.of(Sentence.of(
                        "concern.audit_waits",
                        open.values().stream().mapToLong(it -> it.looks).sum()))
                : Optional.empty();
    }

    /** Writes the rest. */
    @Override
    public void close() {
        write(true);
        concern().ifPresent(lost -> LOG.error("{} They are lost now", lost.english()));
    }
}
