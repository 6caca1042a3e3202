package org.mococxr.appliance.batch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;

/**
 * The table of a run that was interrupted. What it has of each film is whole or, at its end, cut off: the film that was being
 * written is dropped and done again.
 */
final class EarlierTable {
    private final Path csv;
    private final List<String> findings;
    private final String model;

    EarlierTable(Path csv, List<String> findings, String model) {
        this.csv = csv;
        this.findings = findings;
        this.model = model;
    }

    /**
     * Leaves only whole films in the table and takes their files off the list.
     *
     * @param files in the same order as the interrupted run saw them
     * @return how many were done
     * @throws TableNotResumableException if the table is of other films, another model or no table of a run
     */
    long takeOff(FilmFiles files) throws IOException {
        var kept = beside(csv);
        try (var in = Files.newBufferedReader(csv, StandardCharsets.UTF_8);
                var out = Files.newBufferedWriter(kept, StandardCharsets.UTF_8);
                var table = new CSVPrinter(out, ScreenTable.FORMAT)) {
            table.printRecord((Object[]) ScreenTable.COLUMNS);
            var done = copyWhole(in, table, files);
            table.flush();
            Files.move(kept, csv, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return done;
        } catch (UncheckedIOException e) {
            throw new TableNotResumableException(
                    "%s is no table of a screening run: %s".formatted(csv, e.getMessage()));
        } finally {
            Files.deleteIfExists(kept);
        }
    }

    /** Where the table lies while it is trimmed. */
    static Path beside(Path csv) {
        return csv.resolveSibling(csv.getFileName() + ".resumed");
    }

    private long copyWhole(BufferedReader in, CSVPrinter table, FilmFiles files) throws IOException {
        var endsWhole = endsWithLineBreak();
        var format = CSVFormat.DEFAULT.builder().get();
        try (var parser = CSVParser.builder().setReader(in).setFormat(format).get()) {
            var rows = parser.iterator();
            requireHeader(rows);
            var done = 0L;
            while (true) {
                var film = nextFilm(rows);
                if (film.size() < findings.size() || (!endsWhole && !hasNext(rows))) {
                    return done;
                }
                requireSameFilm(film, files, done);
                for (var row : film) {
                    table.printRecord((Object[]) row.values());
                }
                done++;
            }
        }
    }

    private boolean endsWithLineBreak() throws IOException {
        try (var channel = Files.newByteChannel(csv)) {
            if (channel.size() == 0) {
                return false;
            }
            var last = ByteBuffer.allocate(1);
            channel.position(channel.size() - 1).read(last);
            return last.get(0) == '\n';
        }
    }

    private void requireHeader(Iterator<CSVRecord> rows) {
        if (!hasNext(rows) || !List.of(rows.next().values()).equals(List.of(ScreenTable.COLUMNS))) {
            throw new TableNotResumableException(
                    "%s does not begin with the columns %s".formatted(csv, String.join(",", ScreenTable.COLUMNS)));
        }
    }

    /** As many rows as the model has findings; fewer at the end of the table. */
    private List<CSVRecord> nextFilm(Iterator<CSVRecord> rows) {
        var film = new ArrayList<CSVRecord>();
        while (film.size() < findings.size() && hasNext(rows)) {
            var row = rows.next();
            if (row.size() != ScreenTable.COLUMNS.length) {
                return List.of(); // cut off
            }
            film.add(row);
        }
        return film;
    }

    private static boolean hasNext(Iterator<CSVRecord> rows) {
        try {
            return rows.hasNext();
        } catch (UncheckedIOException e) { // cut off within quotation marks
            return false;
        }
    }

    private void requireSameFilm(List<CSVRecord> film, FilmFiles files, long done) throws IOException {
        var first = film.get(0);
        if (!first.get(ScreenTable.MODEL).equals(model)) {
            throw new TableNotResumableException(
                    "%s was made by the model %s and this is %s; take another table or that model"
                            .formatted(csv, first.get(ScreenTable.MODEL), model));
        }
        var next = files.next();
        next.ifPresent(FilmFile::discard);
        var expected = next.map(FilmFile::name).map(ScreenTable::nameOf).orElse("no further file");
        if (!first.get(0).equals(expected)) {
            throw new TableNotResumableException(
                    "film %d of %s is %s and the files given now have %s there; give the same files and folders, in which nothing was added or removed"
                            .formatted(done + 1, csv, first.get(0), expected));
        }
    }
}
