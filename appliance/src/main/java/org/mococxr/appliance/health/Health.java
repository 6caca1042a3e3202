package org.mococxr.appliance.health;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.mococxr.appliance.journal.Worklist;

/** Looks at the disk and the journal each time it is asked; keeps nothing. Safe for use by many threads. */
public final class Health {
    private static final int BUSY_FROM_FILMS = 3;
    private static final int MEBIBYTE = 1 << 20;

    private final Worklist worklist;
    private final DiskSpace disk;
    private final Supplier<String> stopReason;
    private final Supplier<Optional<String>> modelLeft;

    /**
     * @param stopReason why no film is assessed, or empty
     * @param modelLeft why the box left a model for the one before
     */
    public Health(
            Worklist worklist, DiskSpace disk, Supplier<String> stopReason, Supplier<Optional<String>> modelLeft) {
        this.modelLeft = modelLeft;
        this.worklist = worklist;
        this.disk = disk;
        this.stopReason = stopReason;
    }

    public BoxStatus status() {
        var tally = worklist.tally();
        var free = disk.freeBytes();
        var concerns = new ArrayList<Concern>();
        var stopped = stopReason.get();
        if (!stopped.isEmpty()) {
            concerns.add(Concern.of(Concern.Kind.NOTHING_ASSESSED, stopped));
            return new BoxStatus(BoxStatus.State.STOPPED, concerns, tally, free);
        }
        modelLeft.get().ifPresent(words -> concerns.add(Concern.of(Concern.Kind.MODEL_LEFT, words)));
        if (!disk.hasRoom()) {
            concerns.add(Concern.of(Concern.Kind.DISK_FULL, free / MEBIBYTE, disk.reserveBytes() / MEBIBYTE));
        } else if (disk.isGettingFull()) {
            concerns.add(Concern.of(Concern.Kind.DISK_FILLING, free / MEBIBYTE));
        }
        addIfAny(concerns, Concern.Kind.FILMS_FAILED, tally.failed());
        addIfAny(concerns, Concern.Kind.REPORTS_DEAD, tally.reportsDead());
        addIfAny(concerns, Concern.Kind.REPORTS_STUCK, tally.reportsStuck());
        if (!concerns.isEmpty()) {
            return new BoxStatus(BoxStatus.State.ATTENTION, concerns, tally, free);
        }
        return new BoxStatus(
                tally.open() >= BUSY_FROM_FILMS ? BoxStatus.State.BUSY : BoxStatus.State.READY, concerns, tally, free);
    }

    private static void addIfAny(List<Concern> concerns, Concern.Kind kind, long number) {
        if (number > 0) {
            concerns.add(Concern.of(kind, number));
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
