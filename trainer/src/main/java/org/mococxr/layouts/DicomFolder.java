package org.mococxr.layouts;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mococxr.film.FilmHeader;
import org.mococxr.film.FilmReader;
import org.mococxr.film.FilmUnreadableException;
import org.mococxr.filmlist.FilmListRefusedException;

/** DICOM objects with pixels anywhere below a folder. Patient and study ids become digests: a list of films is no place for them. */
final class DicomFolder {
    private static final String SOURCE = "DICOM";

    private DicomFolder() {}

    static List<FoundFilm> read(Path folder) throws IOException {
        var films = new ArrayList<FoundFilm>();
        try (var tree = Files.walk(folder)) {
            for (var file : tree.filter(Files::isRegularFile).sorted().toList()) {
                header(file)
                        .filter(header -> header.kind() == FilmHeader.Kind.DICOM
                                && header.pixels().present())
                        .ifPresent(
                                header -> films.add(film(folder.relativize(file).toString(), header)));
            }
        }
        if (films.isEmpty()) {
            throw new FilmListRefusedException("no DICOM object with pixels below " + folder);
        }
        return films;
    }

    /** Files that are no DICOM objects lie beside them in most archives and are passed over. */
    private static Optional<FilmHeader> header(Path file) {
        try {
            return Optional.of(FilmReader.readHeader(file));
        } catch (FilmUnreadableException e) {
            return Optional.empty();
        }
    }

    private static FoundFilm film(String file, FilmHeader header) {
        var sex = header.patient().sex().orElse("");
        var age = header.patient().ageYears();
        return new FoundFilm(
                file,
                header.patient().id().map(DicomFolder::digest).orElse(""),
                header.identifiers().studyInstanceUid().map(DicomFolder::digest).orElse(""),
                header.examination().view().name(),
                age.isPresent() ? Integer.toString(age.getAsInt()) : "",
                List.of("F", "M", "O").contains(sex) ? sex : "",
                SOURCE,
                "",
                Map.of());
    }

    private static String digest(String id) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(id.strip().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
