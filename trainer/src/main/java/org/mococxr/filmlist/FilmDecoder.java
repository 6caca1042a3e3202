package org.mococxr.filmlist;

import java.io.IOException;
import java.nio.file.Path;
import org.mococxr.film.Radiograph;

/** Decodes a film file; called from several threads. */
@FunctionalInterface
public interface FilmDecoder {
    /** @throws IOException or an unchecked exception whose message says what is wrong with the file */
    Radiograph decode(Path file) throws IOException;
}
