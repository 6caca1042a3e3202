package org.mococxr.appliance.batch;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file to be screened.
 *
 * @param name in the table: the path, behind it for a film of a zip its name there
 * @param file where its bytes are
 * @param isCopy whether the file is a copy made for this run
 */
record FilmFile(String name, Path file, boolean isCopy) {
    static FilmFile of(Path file) {
        return new FilmFile(file.toString(), file, false);
    }

    static FilmFile copyOf(String name, InputStream content) throws IOException {
        var copy = Files.createTempFile("film", ".unzipped");
        copy.toFile().deleteOnExit(); // if the run is stopped
        try (var out = Files.newOutputStream(copy)) {
            content.transferTo(out);
        } catch (IOException e) {
            Files.delete(copy);
            throw e;
        }
        return new FilmFile(name, copy, true);
    }

    /** To be called when the film has been read. */
    void discard() {
        if (isCopy) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new UncheckedIOException("a copied film could not be removed again", e);
            }
        }
    }
}
