package org.mococxr.inputcheck.fitting;

import java.util.Optional;
import org.mococxr.inputcheck.Thumbnail;

/** A real picture out of a list, as the check sees it. Owns its arrays. */
public final class SeenFilm {
    private final String source;
    private final Thumbnail thumbnail;
    private final Optional<float[]> embedding;

    /** @param embedding float32 [D], owned from here on; only of some films, because it is what costs time */
    SeenFilm(String source, Thumbnail thumbnail, Optional<float[]> embedding) {
        this.source = source;
        this.thumbnail = thumbnail;
        this.embedding = embedding;
    }

    String source() {
        return source;
    }

    Thumbnail thumbnail() {
        return thumbnail;
    }

    /** Not to be changed. */
    Optional<float[]> embedding() {
        return embedding;
    }
}
