package org.mococxr.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.mococxr.filmcheck.FilmCheck;
import org.mococxr.filmlist.PreparedFilms;
import org.mococxr.run.Journal;
import org.mococxr.spreadsheet.SafeCell;

/** Remarks on films, as a table and as a warning. */
final class Remarks {
    private static final int SHOWN = 5;

    private Remarks() {}

    /**
     * Films of these that stand in two splits: figures on the one are flattered by having learned from the other. Lists all in a
     * file and says so.
     */
    static void warnOfFilmsInTwoSplits(PreparedFilms thumbnails, Path file, Journal journal) throws IOException {
        var twice = FilmCheck.of(thumbnails).stream()
                .filter(remark -> remark.kind() == FilmCheck.Kind.DUPLICATE_ACROSS_SPLITS)
                .toList();
        if (twice.isEmpty()) {
            return;
        }
        write(file, twice);
        journal.warn(
                "%d pairs of films look like the same film in two splits, which flatters every figure: %s ... (all in %s). Remove one of each from the lists."
                        .formatted(
                                twice.size(),
                                twice.stream()
                                        .limit(SHOWN)
                                        .map(remark -> remark.film().file() + " and " + remark.words())
                                        .collect(Collectors.joining("; ")),
                                file));
    }

    static void write(Path file, List<FilmCheck.Remark> remarks) throws IOException {
        var format = CSVFormat.RFC4180
                .builder()
                .setHeader("file", "source", "split", "kind", "words")
                .setRecordSeparator("\n")
                .get();
        try (var out = new CSVPrinter(Files.newBufferedWriter(file, StandardCharsets.UTF_8), format)) {
            for (var remark : remarks) {
                out.printRecord(
                        SafeCell.of(remark.film().file()),
                        SafeCell.of(remark.film().source()),
                        remark.film().split().text(),
                        remark.kind(),
                        SafeCell.of(remark.words()));
            }
        }
    }
}
