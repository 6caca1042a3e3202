package org.mococxr.appliance.health;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.mococxr.appliance.journal.Worklist;
import org.mococxr.appliance.language.Sentence;

/** Looks at the disk and the journal each time it is asked; keeps nothing. Safe for use by many threads. */
public final class Health {
    private static final int BUSY_FROM_FILMS = 3;
    private static final int MEBIBYTE = 1 << 20;

    private final Worklist worklist;
    private final DiskSpace disk;
    private final Supplier<Optional<Sentence>> stopReason;
    private final List<Supplier<Optional<Sentence>>> troubles;

    /**
     * @param stopReason why no film is assessed
     * @param troubles what else a person should look at
     */
    public Health(
            Worklist worklist,
            DiskSpace disk,
            Supplier<Optional<Sentence>> stopReason,
            List<Supplier<Optional<Sentence>>> troubles) {
        this.troubles = List.copyOf(troubles);
        this.worklist = worklist;
        this.disk = disk;
        this.stopReason = stopReason;
    }

    public BoxStatus status() {
        var tally = worklist.tally();
        var free = disk.freeBytes();
        var concerns = new ArrayList<Sentence>();
        var stopped = stopReason.get();
        if (stopped.isPresent()) {
            concerns.add(Sentence.of("concern.nothing_assessed", stopped.get()));
            return new BoxStatus(BoxStatus.State.STOPPED, concerns, tally, free);
        }
        troubles.forEach(trouble -> trouble.get().ifPresent(concerns::add));
        if (!disk.hasRoom()) {
            concerns.add(Sentence.of("concern.disk_full", free / MEBIBYTE, disk.reserveBytes() / MEBIBYTE));
        } else if (disk.isGettingFull()) {
            concerns.add(Sentence.of("concern.disk_filling", free / MEBIBYTE));
        }
        addIfAny(concerns, "concern.films_failed", tally.failed());
        addIfAny(concerns, "concern.reports_dead", tally.reportsDead());
        addIfAny(concerns, "concern.reports_stuck", tally.reportsStuck());
        if (!concerns.isEmpty()) {
            return new BoxStatus(BoxStatus.State.ATTENTION, concerns, tally, free);
        }
        return new BoxStatus(
                tally.open() >= BUSY_FROM_FILMS ? BoxStatus.State.BUSY : BoxStatus.State.READY, concerns, tally, free);
    }

    private static void addIfAny(List<Sentence> concerns, String key, long number) {
        if (number > 0) {
            concerns.add(Sentence.of(key, number));
        }
    }

    /**
     * Days until no more films are taken, at this pace.
     *
     * @param bytesADay of films; 0 if none come
     */
    public OptionalLong diskDaysLeft(long bytesADay) {
        var room = Math.max(0, disk.freeBytes() - disk.reserveBytes());
        return bytesADay <= 0 ? OptionalLong.empty() : OptionalLong.of(room / bytesADay);
    }
}
