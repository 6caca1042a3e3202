package org.mococxr.appliance.upkeep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mococxr.json.JsonDocumentException;
import org.mococxr.json.StrictJson;

/**
 * {@code scrub.json}: how far the check of the stored films has come.
 *
 * @param format {@link #FORMAT}
 * @param began of this round, ISO 8601
 * @param finished when the round before ended, if one did
 * @param lastFilmId the last that was checked in this round
 * @param checked films of this round
 * @param ended whether this round has seen all
 * @param damaged films whose bytes are not those that were received, or gone without anybody having deleted them
 */
public record ScrubState(
        String format,
        String began,
        Optional<String> finished,
        long lastFilmId,
        long checked,
        boolean ended,
        List<Damage> damaged) {
    static final String FORMAT = "cxr-scrub/1";

    /** @param ref as the pages show it */
    public record Damage(String ref, String objectDigest, boolean gone) {}

    public ScrubState {
        if (!format.equals(FORMAT)) {
            throw new IllegalArgumentException(
                    "the format is \"" + format + "\", this program reads \"" + FORMAT + "\"");
        }
        Instant.parse(began);
        damaged = List.copyOf(damaged);
    }

    static ScrubState beginning(Instant now, Optional<String> finished, List<Damage> damaged) {
        return new ScrubState(FORMAT, now.toString(), finished, 0, 0, false, damaged);
    }

    /** Empty where none was written yet, or what was written cannot be read: then the films are checked from the first again. */
    public static Optional<ScrubState> read(Path file) {
        try {
            return Files.exists(file)
                    ? Optional.of(StrictJson.read(Files.readAllBytes(file), ScrubState.class))
                    : Optional.empty();
        } catch (IOException | JsonDocumentException e) {
            return Optional.empty();
        }
    }

    Instant begunAt() {
        return Instant.parse(began);
    }

    ScrubState with(List<Damage> found) {
        return new ScrubState(format, began, finished, lastFilmId, checked, ended, found);
    }

    ScrubState passed(long filmId, Optional<Damage> found) {
        var all = Stream.concat(
                        damaged.stream()
                                .filter(known -> found.filter(
                                                other -> other.ref().equals(known.ref()))
                                        .isEmpty()),
                        found.stream())
                .toList();
        return new ScrubState(format, began, finished, filmId, checked + 1, ended, all);
    }

    ScrubState ended(Instant now) {
        return new ScrubState(format, began, Optional.of(now.toString()), lastFilmId, checked, true, damaged);
    }

    /** The opaque references of what is damaged, some of them if there are many. */
    public String references() {
        var most = 20;
        return damaged.stream().limit(most).map(Damage::ref).collect(Collectors.joining(", "))
                + (damaged.size() > most ? ", …" : "");
    }
}
