package org.mococxr.appliance.health;

import java.util.ArrayList;
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
        var concerns = new ArrayList<String>();
        var stopped = stopReason.get();
        if (!stopped.isEmpty()) {
            concerns.add(
                    "No film is assessed: %s. Films are kept and assessed when a model passes.".formatted(stopped));
            return new BoxStatus(BoxStatus.State.STOPPED, "Stopped: self-test failed", concerns, tally, free);
        }
        modelLeft
                .get()
                .ifPresent(words -> concerns.add("An earlier model is in use: the chosen one did not pass. " + words));
        if (!disk.hasRoom()) {
            concerns.add(
                    "The disk is full: %d MiB are free and %d are kept in reserve. New films are turned away until there is room."
                            .formatted(free / MEBIBYTE, disk.reserveBytes() / MEBIBYTE));
        } else if (disk.isGettingFull()) {
            concerns.add("The disk is getting full: %d MiB are free.".formatted(free / MEBIBYTE));
        }
        if (tally.failed() > 0) {
            concerns.add(count(tally.failed(), "film", "films") + " could not be assessed. Read without AI.");
        }
        if (tally.reportsDead() > 0) {
            concerns.add(count(tally.reportsDead(), "report was", "reports were")
                    + " not delivered: refused for good, or their PACS is not set up any more.");
        }
        if (tally.reportsStuck() > 0) {
            concerns.add(count(tally.reportsStuck(), "report does", "reports do")
                    + " not reach the PACS. They wait and are tried again; look at the network and the PACS.");
        }
        if (!concerns.isEmpty()) {
            return new BoxStatus(
                    BoxStatus.State.ATTENTION, "Attention: " + firstClause(concerns.get(0)), concerns, tally, free);
        }
        return tally.open() >= BUSY_FROM_FILMS
                ? new BoxStatus(BoxStatus.State.BUSY, "Busy: %d waiting".formatted(tally.open()), concerns, tally, free)
                : new BoxStatus(BoxStatus.State.READY, "Ready", concerns, tally, free);
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

    private static String count(long number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }

    private static String firstClause(String sentence) {
        var end = sentence.indexOf(':') > 0 ? sentence.indexOf(':') : sentence.indexOf('.');
        var clause = end > 0 ? sentence.substring(0, end) : sentence;
        return Character.toLowerCase(clause.charAt(0)) + clause.substring(1);
    }
}
