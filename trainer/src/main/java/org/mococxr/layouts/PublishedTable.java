package org.mococxr.layouts;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.mococxr.filmlist.FilmListRefusedException;

/** A collection's table of labels. */
final class PublishedTable {
    private PublishedTable() {}

    /** @throws FilmListRefusedException if a column is missing, so that another file is not taken for this one */
    static List<CSVRecord> read(Path table, List<String> needed) throws IOException {
        var format = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .setAllowMissingColumnNames(true) // ChestX-ray14's header ends in a comma
                .setIgnoreEmptyLines(true)
                .get();
        try (var rows = CSVParser.parse(table, StandardCharsets.UTF_8, format)) {
            for (var column : needed) {
                if (!rows.getHeaderNames().contains(column)) {
                    throw new FilmListRefusedException(
                            "%s is not the table this layout has: the column \"%s\" is missing; it has %s"
                                    .formatted(table, column, rows.getHeaderNames()));
                }
            }
            return rows.getRecords();
        }
    }

    /** 1.0 as tables write it, 1 as film lists do. */
    static String wholeNumber(String text) {
        return text.strip().replaceFirst("\\.0+$", "");
    }
}
