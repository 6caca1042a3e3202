package org.mococxr.appliance.intake;

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

    /** @throws org.mococxr.film.FilmUnreadableException if it has no pixels that can be read */
    public Film read(String digest) {
        return FilmReader.read(file(digest));
    }
}
