package org.mococxr.evaluation;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;
import org.mococxr.observation.DiskTrouble;

/** Writes and reads {@code predictions.csv}, one row per film and finding with a known label. */
public final class Predictions {
    static final List<String> COLUMNS =
            List.of("file", "patient", "source", "split", "finding", "label", "logit", "probability");

    private Predictions() {}

    public static void write(Path file, List<Prediction> predictions) {
        try (var out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            write(out, predictions);
        } catch (IOException e) {
            throw new UncheckedIOException("could not write predictions to " + file, e);
        }
    }

    /** UTF-8, as {@link #write} leaves it in a file. */
    public static byte[] bytes(List<Prediction> predictions) {
        var text = new StringWriter();
        try {
            write(text, predictions);
        } catch (IOException e) {
            throw new UncheckedIOException("could not write predictions to memory", e);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void write(Writer out, List<Prediction> predictions) throws IOException {
        var format = CSVFormat.RFC4180
                .builder()
                .setHeader(COLUMNS.toArray(String[]::new))
                .setRecordSeparator("\n")
                .get();
        try (var printer = new CSVPrinter(out, format)) {
            for (Prediction p : predictions) {
                printer.printRecord(
                        p.file(),
                        p.patient(),
                        p.source(),
                        p.split(),
                        p.finding(),
                        p.label() ? 1 : 0,
                        p.logit(),
                        p.probability());
            }
        }
    }

    /** @throws PredictionsUnreadableException with the line number and what was wrong there */
    public static List<Prediction> read(Path file) {
        var format = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get();
        try (var parser = CSVParser.parse(file, StandardCharsets.UTF_8, format)) {
            if (!parser.getHeaderNames().equals(COLUMNS)) {
                throw new PredictionsUnreadableException("could not read predictions from " + file
                        + ": its columns are " + parser.getHeaderNames() + ", expected " + COLUMNS);
            }
            List<Prediction> predictions = new ArrayList<>();
            for (CSVRecord row : parser) {
                predictions.add(prediction(file, row));
            }
            return List.copyOf(predictions);
        } catch (IOException e) {
            throw new PredictionsUnreadableException(
                    "could not read predictions from " + file + ": " + DiskTrouble.inWords(e), e);
        }
    }

    /** @return the films of one finding and split, scored with raw logits */
    public static ScoredFilms scored(List<Prediction> predictions, String finding, String split) {
        return ScoredFilms.of(predictions.stream()
                .filter(p -> p.finding().equals(finding) && p.split().equals(split))
                .map(p -> new ScoredFilm(p.patient(), p.source(), p.label(), p.logit()))
                .toList());
    }

    private static Prediction prediction(Path file, CSVRecord row) {
        long line = row.getRecordNumber() + 1;
        if (row.size() != COLUMNS.size()) {
            throw new PredictionsUnreadableException("could not read predictions from " + file + ": line " + line
                    + " has " + row.size() + " values, expected " + COLUMNS.size());
        }
        String label = row.get("label");
        if (!label.equals("0") && !label.equals("1")) {
            throw new PredictionsUnreadableException("could not read predictions from " + file + ": line " + line
                    + " has the label \"" + label + "\", expected 0 or 1");
        }
        return new Prediction(
                row.get("file"),
                row.get("patient"),
                row.get("source"),
                row.get("split"),
                row.get("finding"),
                label.equals("1"),
                number(file, line, row, "logit"),
                number(file, line, row, "probability"));
    }

    private static double number(Path file, long line, CSVRecord row, String column) {
        try {
            double value = Double.parseDouble(row.get(column));
            if (Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new PredictionsUnreadableException(notANumber(file, line, row, column), e);
        }
        throw new PredictionsUnreadableException(notANumber(file, line, row, column));
    }

    private static String notANumber(Path file, long line, CSVRecord row, String column) {
        return "could not read predictions from " + file + ": line " + line + " has the " + column + " \""
                + row.get(column) + "\", expected a finite number";
    }
}
