package org.mococxr.filmlist;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Reads film lists and refuses what would spoil a run quietly: columns it does not know, labels it does not know, files that are not
 * there, a film listed twice, a patient in two splits.
 */
public final class FilmListReader {
    private static final List<String> SEXES = List.of("", "F", "M", "O");
    private static final int MAX_AGE_YEARS = 130;

    private final Map<Path, String> linesByFile = new HashMap<>();
    private final Map<String, Placed> splitsByPerson = new HashMap<>();

    private record Placed(Split split, String where) {}

    private FilmListReader() {}

    /**
     * @param roots where relative file names start: none (each list's own folder), one for all lists, or one for each
     * @throws FilmListRefusedException with list, line and words
     */
    public static List<FilmList> read(List<Path> lists, List<Path> roots) {
        if (roots.size() > 1 && roots.size() != lists.size()) {
            throw new FilmListRefusedException("%d roots for %d film lists: give none, one for all, or one for each"
                    .formatted(roots.size(), lists.size()));
        }
        var reader = new FilmListReader();
        var read = new ArrayList<FilmList>();
        for (var i = 0; i < lists.size(); i++) {
            var list = lists.get(i);
            var folder = roots.isEmpty()
                    ? Optional.ofNullable(list.toAbsolutePath().getParent()).orElse(Path.of("/"))
                    : roots.get(roots.size() == 1 ? 0 : i);
            read.add(reader.read(list, folder));
        }
        return List.copyOf(read);
    }

    private FilmList read(Path list, Path folder) {
        try {
            var bytes = Files.readAllBytes(list);
            var format = CSVFormat.RFC4180
                    .builder()
                    .setHeader()
                    .setSkipHeaderRecord(true)
                    .setIgnoreEmptyLines(true)
                    .get();
            var text = new String(bytes, StandardCharsets.UTF_8);
            try (var rows = CSVParser.parse(new StringReader(text), format)) {
                return parse(list, folder, sha256(bytes), rows);
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new FilmListRefusedException("cannot read the film list %s: %s".formatted(list, e), e);
        }
    }

    private FilmList parse(Path list, Path folder, String sha256, CSVParser rows) {
        var findings = new ArrayList<String>();
        for (var column : rows.getHeaderNames()) {
            if (FilmList.FINDINGS.contains(column)) {
                findings.add(column);
            } else if (!FilmList.COLUMNS.contains(column)) {
                throw refused(
                        list,
                        1,
                        "unknown column \"%s\"; known are %s and the findings %s"
                                .formatted(column, FilmList.COLUMNS, FilmList.FINDINGS));
            }
        }
        for (var needed : List.of("file", "source", "split")) {
            if (!rows.getHeaderNames().contains(needed)) {
                throw refused(list, 1, "the column \"%s\" is missing".formatted(needed));
            }
        }
        var films = new ArrayList<ListedFilm>();
        for (var row : rows) {
            films.add(film(list, folder, findings, row, rows.getCurrentLineNumber()));
        }
        if (films.isEmpty()) {
            throw refused(list, 1, "it lists no film");
        }
        return new FilmList(String.valueOf(list.getFileName()), sha256, findings, films);
    }

    private ListedFilm film(Path list, Path folder, List<String> findings, CSVRecord row, long line) {
        if (!row.isConsistent()) {
            throw refused(list, line, "it has %d values, the header has another number".formatted(row.size()));
        }
        var file = row.get("file");
        var path = folder.resolve(file).normalize();
        if (file.isBlank() || !Files.isRegularFile(path)) {
            throw refused(list, line, "there is no file \"%s\" in %s".formatted(file, folder));
        }
        var split = Split.of(row.get("split"))
                .orElseThrow(() -> refused(
                        list, line, "the split is \"%s\", expected train, val or test".formatted(row.get("split"))));
        if (row.get("source").isBlank()) {
            throw refused(list, line, "the source is empty; figures are reported per source");
        }
        var sex = text(row, "sex");
        if (!SEXES.contains(sex)) {
            throw refused(list, line, "the sex is \"%s\", expected F, M, O or nothing".formatted(sex));
        }
        var labels = new LinkedHashMap<String, Label>();
        for (var finding : findings) {
            labels.put(
                    finding,
                    Label.of(row.get(finding))
                            .orElseThrow(() -> refused(
                                    list,
                                    line,
                                    "%s is \"%s\", expected 1, 0, -1 (uncertain) or nothing (unknown)"
                                            .formatted(finding, row.get(finding)))));
        }
        var film = new ListedFilm(
                path,
                file,
                text(row, "patient"),
                text(row, "study"),
                text(row, "view"),
                age(list, line, text(row, "age")),
                sex,
                row.get("source"),
                split,
                labels);
        requireNew(list, line, film);
        return film;
    }

    private void requireNew(Path list, long line, ListedFilm film) {
        var where = "%s line %d".formatted(list.getFileName(), line);
        var earlier = linesByFile.putIfAbsent(film.path(), where);
        if (earlier != null) {
            throw refused(list, line, "the file \"%s\" is listed already in %s".formatted(film.file(), earlier));
        }
        var placed = splitsByPerson.putIfAbsent(film.person(), new Placed(film.split(), where));
        if (placed != null && placed.split() != film.split()) {
            throw refused(
                    list,
                    line,
                    "patient \"%s\" of %s is in %s here and in %s in %s; a patient belongs to one split"
                            .formatted(
                                    film.patient(),
                                    film.source(),
                                    film.split().text(),
                                    placed.split().text(),
                                    placed.where()));
        }
    }

    private static String text(CSVRecord row, String column) {
        return row.isMapped(column) ? row.get(column).strip() : "";
    }

    private static OptionalInt age(Path list, long line, String text) {
        if (text.isEmpty()) {
            return OptionalInt.empty();
        }
        try {
            var age = Integer.parseInt(text);
            if (age >= 0 && age <= MAX_AGE_YEARS) {
                return OptionalInt.of(age);
            }
        } catch (NumberFormatException e) {
            throw new FilmListRefusedException(ageMessage(list, line, text), e);
        }
        throw new FilmListRefusedException(ageMessage(list, line, text));
    }

    private static String ageMessage(Path list, long line, String text) {
        return message(list, line, "the age is \"%s\", expected whole years 0 to %d".formatted(text, MAX_AGE_YEARS));
    }

    private static FilmListRefusedException refused(Path list, long line, String found) {
        return new FilmListRefusedException(message(list, line, found));
    }

    private static String message(Path list, long line, String found) {
        return "cannot use the film list %s, line %d: %s".formatted(list, line, found);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
