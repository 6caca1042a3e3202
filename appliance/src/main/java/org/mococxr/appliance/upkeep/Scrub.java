package org.mococxr.appliance.upkeep;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.mococxr.appliance.durable.DurableFile;
import org.mococxr.appliance.intake.StoredFilms;
import org.mococxr.appliance.intake.StoredFilms.Keeping;
import org.mococxr.appliance.journal.Removals;
import org.mococxr.appliance.language.Sentence;
import org.mococxr.json.StrictJson;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares every stored film with the digest under which it is kept, at night, a share each minute, so that all are checked
 * within {@link #ALL_WITHIN}. It stands back while films wait. Where it came to survives a restart. Films whose pixels were deleted
 * on purpose are no damage.
 */
public final class Scrub {
    /** Every film is compared at least so often on a box that runs. */
    public static final Duration ALL_WITHIN = Duration.ofDays(30);

    /** A round is paced to take so many nights at most; a box that is off at night makes up for it by day afterwards. */
    private static final Duration ROUND = Duration.ofDays(20);

    /** A small box is through in minutes and need not begin again the same night. */
    private static final Duration BETWEEN_ROUNDS = Duration.ofDays(7);

    private static final LocalTime EVENING = LocalTime.of(20, 0);
    private static final LocalTime MORNING = LocalTime.of(6, 0);
    private static final long MINUTES_A_NIGHT = 9 * 60;
    private static final long LONGEST_NANOS = Duration.ofSeconds(20).toNanos();
    private static final Logger LOG = LoggerFactory.getLogger("org.mococxr.upkeep");

    private final Path file;
    private final Removals films;
    private final StoredFilms stored;
    private final BooleanSupplier busy;
    private final Clock clock;
    private volatile ScrubState state;

    /**
     * @param file where it is written down how far it came
     * @param busy whether films wait
     */
    public Scrub(Path file, Removals films, StoredFilms stored, BooleanSupplier busy, Clock clock) {
        this.file = file;
        this.films = films;
        this.stored = stored;
        this.busy = busy;
        this.clock = clock;
        this.state = ScrubState.read(file)
                .orElseGet(() -> ScrubState.beginning(clock.instant(), Optional.empty(), List.of()));
    }

    public ScrubState state() {
        return state;
    }

    /** How many films the disk should have. */
    public long stored() {
        return films.countKept();
    }

    /** What a person should look at. */
    public List<Sentence> concerns() {
        var now = state;
        return now.damaged().isEmpty()
                ? List.of()
                : List.of(Sentence.of("concern.films_damaged", now.damaged().size(), now.references()));
    }

    /**
     * One minute's share, if it is time for it.
     *
     * @return how many films were compared
     */
    public int look() {
        if (!isTime()) {
            return 0;
        }
        var before = state;
        lookAtDamagedAgain();
        if (state.ended() && age().compareTo(BETWEEN_ROUNDS) >= 0) {
            state = ScrubState.beginning(clock.instant(), state.finished(), state.damaged());
        }
        var checked = share();
        if (!state.equals(before)) {
            write();
        }
        return checked;
    }

    private boolean isTime() {
        var age = age();
        if (age.isNegative()) { // the clock was ahead when this round began
            state = ScrubState.beginning(clock.instant(), state.finished(), state.damaged());
            return false;
        }
        if (state.ended()
                && age.compareTo(BETWEEN_ROUNDS) < 0
                && state.damaged().isEmpty()) {
            return false;
        }
        return isNight() || age.compareTo(ROUND) > 0;
    }

    private Duration age() {
        return Duration.between(state.begunAt(), clock.instant());
    }

    private boolean isNight() {
        var time = LocalTime.now(clock.withZone(ZoneId.systemDefault()));
        return !time.isBefore(EVENING) || time.isBefore(MORNING);
    }

    /** A film that was sent again is whole again; one that was erased since is nobody's damage. */
    private void lookAtDamagedAgain() {
        state = state.with(state.damaged().stream()
                .filter(known -> films.isKept(known.ref()) && stored.check(known.objectDigest()) != Keeping.SOUND)
                .toList());
    }

    private int share() {
        if (state.ended()) {
            return 0;
        }
        var began = System.nanoTime();
        var share = (int) Math.min(1000, 1 + films.countKept() / (ROUND.toDays() * MINUTES_A_NIGHT));
        var next = films.kept(state.lastFilmId(), share);
        if (next.isEmpty()) {
            state = state.ended(clock.instant());
            return 0;
        }
        var checked = 0;
        for (var film : next) {
            if (busy.getAsBoolean() || System.nanoTime() - began > LONGEST_NANOS) {
                break;
            }
            state = state.passed(film.filmId(), check(film));
            checked++;
        }
        return checked;
    }

    private Optional<ScrubState.Damage> check(Removals.Kept film) {
        var found = stored.check(film.objectDigest());
        if (found == Keeping.SOUND || !films.isKept(film.ref())) { // deleted on purpose this moment
            return Optional.empty();
        }
        LOG.error(
                "Film {} is {} on the disk; send it again from where it came, or restore it from a backup",
                film.ref(),
                found == Keeping.GONE ? "gone" : "damaged");
        return Optional.of(new ScrubState.Damage(film.ref(), film.objectDigest(), found == Keeping.GONE));
    }

    private void write() {
        try {
            DurableFile.write(file, StrictJson.write(state));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write how far the stored films are checked to " + file, e);
        }
    }
}
