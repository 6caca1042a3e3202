package org.mococxr.appliance.upkeep;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.mococxr.appliance.journal.Removals;
import org.mococxr.appliance.language.Sentence;
import org.mococxr.appliance.screening.BoxVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes the pixels of old films by the rules, a few at a time. What a power cut catches in between is done again. */
public final class Retention {
    private static final Logger LOG = LoggerFactory.getLogger("org.mococxr.upkeep");
    private static final int AT_A_TIME = 200;

    private final Supplier<RetentionRules> rules;
    private final Removals removals;
    private final Consumer<String> delete;
    private final LongSupplier freeBytes;
    private final Clock clock;
    private final BooleanSupplier trustsAges;

    /**
     * @param rules as of now
     * @param delete removes a film's bytes by digest, if they are there
     * @param trustsAges whether films may go because, by the clock, they are old
     */
    public Retention(
            Supplier<RetentionRules> rules,
            Removals removals,
            Consumer<String> delete,
            LongSupplier freeBytes,
            Clock clock,
            BooleanSupplier trustsAges) {
        this.rules = rules;
        this.removals = removals;
        this.delete = delete;
        this.freeBytes = freeBytes;
        this.clock = clock;
        this.trustsAges = trustsAges;
    }

    /** @return how many films lost their pixels */
    public int apply() {
        var now = rules.get();
        return tooOld(now) + makeRoom(now);
    }

    /** A film that came while the clock showed a time before this program was made is not as old as it looks: it goes when room is needed. */
    private int tooOld(RetentionRules rules) {
        if (rules.longest().isEmpty() || !trustsAges.getAsBoolean()) {
            return 0;
        }
        var longest = rules.longest().get();
        var films = removals.oldest(BoxVersion.MADE_AFTER, clock.instant().minus(longest), AT_A_TIME);
        films.forEach(film -> remove(film, Sentence.of("removal.too_old", longest.toDays())));
        return told(films, "they were older than %d days".formatted(longest.toDays()));
    }

    private int makeRoom(RetentionRules rules) {
        var missing = rules.makeRoomBelowBytes() - freeBytes.getAsLong();
        if (missing <= 0) {
            return 0;
        }
        var removed = 0;
        for (var film : removals.oldest(Instant.EPOCH, Instant.ofEpochMilli(Long.MAX_VALUE), AT_A_TIME)) {
            if (missing <= 0) {
                break;
            }
            remove(film, Sentence.of("removal.room"));
            missing -= film.sizeBytes();
            removed++;
        }
        if (removed == 0) {
            LOG.warn("The disk is getting full and no film is done with; new films will be turned away");
        } else {
            LOG.info("Pixels of {} films deleted to make room; their results stay", removed);
        }
        return removed;
    }

    private void remove(Removals.Removable film, Sentence reason) {
        delete.accept(film.objectDigest());
        removals.removed(film, reason);
    }

    private static int told(List<Removals.Removable> films, String why) {
        if (!films.isEmpty()) {
            LOG.info("Pixels of {} films deleted because {}; their results stay", films.size(), why);
        }
        return films.size();
    }
}
