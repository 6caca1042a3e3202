package org.mococxr.localisation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.mococxr.filmlist.FilmListRefusedException;
import org.mococxr.observation.DiskTrouble;

/**
 * The boxes of many films, read from a CSV with the columns {@code file,x0,y0,x1,y1} (shares of width and height, 0..1); further columns
 * are left alone. Files are named as in the film list.
 */
public final class LesionBoxes {
    private static final List<String> COLUMNS = List.of("file", "x0", "y0", "x1", "y1");

    private final Map<String, List<LesionBox>> byFile;

    private LesionBoxes(Map<String, List<LesionBox>> byFile) {
        this.byFile = byFile;
    }

    /** @throws FilmListRefusedException naming the line that is wrong */
    public static LesionBoxes read(Path csv) {
        var format = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .setIgnoreEmptyLines(true)
                .get();
        try (var rows = CSVParser.parse(csv, StandardCharsets.UTF_8, format)) {
            if (!rows.getHeaderNames().containsAll(COLUMNS)) {
                throw new FilmListRefusedException("cannot use the boxes %s: expected the columns %s, found %s"
                        .formatted(csv, COLUMNS, rows.getHeaderNames()));
            }
            var byFile = new LinkedHashMap<String, List<LesionBox>>();
            for (var row : rows) {
                byFile.computeIfAbsent(row.get("file"), file -> new ArrayList<>())
                        .add(box(csv, row, rows.getCurrentLineNumber()));
            }
            return new LesionBoxes(byFile);
        } catch (IOException e) {
            throw new FilmListRefusedException(
                    "cannot read the boxes %s: %s".formatted(csv, DiskTrouble.inWords(e)), e);
        }
    }

    private static LesionBox box(Path csv, CSVRecord row, long line) {
        try {
            return new LesionBox(number(row, "x0"), number(row, "y0"), number(row, "x1"), number(row, "y1"));
        } catch (IllegalArgumentException e) {
            throw new FilmListRefusedException(
                    "cannot use the boxes %s, line %d: %s".formatted(csv, line, e.getMessage()), e);
        }
    }

    private static double number(CSVRecord row, String column) {
        try {
            return Double.parseDouble(row.get(column));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "%s is \"%s\", expected a number from 0 to 1".formatted(column, row.get(column)), e);
        }
    }

    /** Those of a film, none if nobody drew any. */
    public List<LesionBox> of(String file) {
        return List.copyOf(byFile.getOrDefault(file, List.of()));
    }

    public int films() {
        return byFile.size();
    }
}
