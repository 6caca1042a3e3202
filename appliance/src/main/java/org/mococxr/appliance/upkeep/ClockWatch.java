package org.mococxr.appliance.upkeep;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.mococxr.appliance.durable.DurableFile;
import org.mococxr.appliance.language.Sentence;
import org.mococxr.json.JsonDocumentException;
import org.mococxr.json.StrictJson;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that the clock of this machine jumped: against the time that passes while the box runs, and against the moment at which it last
 * ran. After a jump nothing waits for a moment that only the wrong clock believed in, and no film is deleted for its age until the clock
 * went on for a day without another jump. Safe for use by many threads.
 */
public final class ClockWatch {
    /** Less is what keeping the clock right takes now and then. */
    private static final Duration TOLERATED = Duration.ofMinutes(1);

    /** A clock that is further ahead than this since it was last looked at may be wrong. */
    private static final Duration DOUBTED = Duration.ofDays(1);

    private static final Duration TOLD_FOR = Duration.ofDays(1);
    private static final Duration SAVED = Duration.ofMinutes(1);
    private static final Logger LOG = LoggerFactory.getLogger("org.mococxr.clock");

    private final Path file;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final IntSupplier limitWaits;
    private Instant anchor;
    private long anchorNanos;
    private Instant agesTrustedFrom;
    private Instant savedAt = Instant.EPOCH;
    private Optional<Jump> jump = Optional.empty();

    /** The file: what is known after a restart. */
    private record Seen(String at, String agesTrustedFrom) {}

    private record Jump(Instant from, Instant to, long atNanos) {}

    private ClockWatch(Path file, Clock clock, LongSupplier nanoTime, IntSupplier limitWaits) {
        this.file = file;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.limitWaits = limitWaits;
        this.anchor = clock.instant();
        this.anchorNanos = nanoTime.getAsLong();
        this.agesTrustedFrom = anchor;
    }

    /**
     * Looks at the clock for the first time.
     *
     * @param file where the last look is kept
     * @param nanoTime time that passes whatever the clock shows
     * @param limitWaits ends waits that are further ahead than any can be, and says how many
     */
    public static ClockWatch open(Path file, Clock clock, LongSupplier nanoTime, IntSupplier limitWaits) {
        var watch = new ClockWatch(file, clock, nanoTime, limitWaits);
        watch.compareWithLastRun();
        watch.limit();
        return watch;
    }

    private synchronized void compareWithLastRun() {
        var now = anchor;
        var seen = seen();
        if (seen.isEmpty()) {
            agesTrustedFrom = now.plus(DOUBTED);
            return;
        }
        var last = Instant.parse(seen.get().at());
        agesTrustedFrom = earlier(Instant.parse(seen.get().agesTrustedFrom()), now.plus(DOUBTED));
        if (now.isBefore(last.minus(TOLERATED))) {
            jumped(last, now);
        } else if (now.isAfter(last.plus(DOUBTED))) { // it may just have been switched off
            agesTrustedFrom = now.plus(DOUBTED);
        }
    }

    private Optional<Seen> seen() {
        if (Files.notExists(file)) {
            return Optional.empty();
        }
        try {
            var seen = StrictJson.read(Files.readAllBytes(file), Seen.class);
            Instant.parse(seen.at());
            Instant.parse(seen.agesTrustedFrom());
            return Optional.of(seen);
        } catch (IOException | JsonDocumentException | DateTimeParseException e) {
            LOG.warn("When this box last ran cannot be read from {}; it is written anew", file, e);
            return Optional.empty();
        }
    }

    /** To be called at intervals. */
    public synchronized void look() {
        var now = clock.instant();
        var nanos = nanoTime.getAsLong();
        var expected = anchor.plusNanos(nanos - anchorNanos);
        var ahead = Duration.between(expected, now);
        if (ahead.abs().compareTo(TOLERATED) > 0) {
            anchor = now;
            anchorNanos = nanos;
            jumped(expected, now);
            limit();
            savedAt = Instant.EPOCH;
        }
        save(now);
    }

    private void jumped(Instant from, Instant to) {
        jump = Optional.of(new Jump(from, to, nanoTime.getAsLong()));
        agesTrustedFrom = to.isAfter(from.plus(DOUBTED))
                ? to.plus(DOUBTED)
                : earlier(agesTrustedFrom, to.plus(DOUBTED)); // what an earlier jump put off does not wait for its time
        LOG.warn(
                "The clock of this machine jumped from {} to {}; times around then are not to be trusted. Set it to the right time",
                from,
                to);
    }

    private void limit() {
        var ended = limitWaits.getAsInt();
        if (ended > 0) {
            LOG.warn(
                    "{} films, reports, studies or accounts waited for a time that a wrong clock had shown; they go on now",
                    ended);
        }
    }

    private void save(Instant now) {
        if (Duration.between(savedAt, now).abs().compareTo(SAVED) < 0) {
            return;
        }
        try {
            DurableFile.write(file, StrictJson.write(new Seen(now.toString(), agesTrustedFrom.toString())));
            savedAt = now;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write down the time in " + file, e);
        }
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    /** Whether something may be deleted because, by the clock, it is old. */
    public synchronized boolean trustsAges() {
        look();
        return !clock.instant().isBefore(agesTrustedFrom);
    }

    /** That there was a jump, for a day. */
    public synchronized Optional<Sentence> concern() {
        return jump.filter(it -> nanoTime.getAsLong() - it.atNanos() < TOLD_FOR.toNanos())
                .map(it -> Sentence.of("concern.clock_jumped", it.from(), it.to()));
    }
}
