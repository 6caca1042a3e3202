package org.mococxr.appliance.intake;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.mococxr.film.Film;
import org.mococxr.film.FilmReader;
import org.mococxr.inbox.Inbox;

/** Finds received films by digest. */
public final class StoredFilms {
    private final Function<String, Optional<Path>> find;

    public StoredFilms(Inbox inbox) {
        this(inbox::find);
    }

    StoredFilms(Function<String, Optional<Path>> find) {
        this.find = find;
    }

    /** Of a box that may be running. */
    public static StoredFilms in(Path inboxFolder) {
        return new StoredFilms(digest -> Inbox.findIn(inboxFolder, digest));
    }

    boolean has(String digest) {
        return find.apply(digest).isPresent();
    }

    /** @throws FilmMissingException if the bytes are gone from the disk */
    public Path file(String digest) {
        return find.apply(digest).orElseThrow(FilmMissingException::new);
    }

    /** What the disk has of a film. */
    public enum Keeping {
        SOUND,
        /** Not the bytes that were received. */
        DAMAGED,
        GONE
    }

    /** Reads it to its end. */
    public Keeping check(String digest) {
        try {
            var file = find.apply(digest);
            if (file.isEmpty()) {
                return Keeping.GONE;
            }
            return Inbox.isWhole(file.get()) ? Keeping.SOUND : Keeping.DAMAGED;
        } catch (NoSuchFileException e) {
            return Keeping.GONE;
        } catch (IOException e) {
            return Keeping.DAMAGED;
        }
    }

    /**
     * For people: damaged pixels are not shown as a film. Checking costs little beside decoding.
     *
     * @throws FilmMissingException if the bytes are gone from the disk
     * @throws FilmDamagedException if they are not those that were received
     * @throws org.mococxr.film.FilmUnreadableException if it has no pixels that can be read
     */
    public Film read(String digest) {
        var file = file(digest);
        if (check(digest) == Keeping.DAMAGED) {
            throw new FilmDamagedException();
        }
        return FilmReader.read(file);
    }
}
