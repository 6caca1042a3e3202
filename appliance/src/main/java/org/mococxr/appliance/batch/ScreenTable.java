package org.mococxr.appliance.batch;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.mococxr.appliance.screening.Assessment;
import org.mococxr.appliance.screening.Conclusion;
import org.mococxr.appliance.screening.Decision;
import org.mococxr.spreadsheet.SafeCell;

/**
 * The table of a screening run: one row per film and finding, written as films are done so that a run that is cut short leaves
 * what it had. For one thread.
 */
final class ScreenTable implements AutoCloseable {
    static final String[] COLUMNS = {"file", "finding", "score", "decision", "reason", "model", "millis"};
    static final int MODEL = 5;
    static final CSVFormat FORMAT =
            CSVFormat.DEFAULT.builder().setRecordSeparator('\n').get();

    private final BufferedWriter out;
    private final CSVPrinter table;
    private final List<String> findings;
    private final String model;

    private ScreenTable(BufferedWriter out, CSVPrinter table, List<String> findings, String model) {
        this.out = out;
        this.table = table;
        this.findings = findings;
        this.model = model;
    }

    static ScreenTable create(Path file, List<String> findings, String model) throws IOException {
        var out = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
        var table = new CSVPrinter(out, FORMAT);
        table.printRecord((Object[]) COLUMNS);
        return new ScreenTable(out, table, findings, model);
    }

    /** Goes on with a table that holds whole films only. */
    static ScreenTable goOn(Path file, List<String> findings, String model) throws IOException {
        var out = Files.newBufferedWriter(file, StandardCharsets.UTF_8, StandardOpenOption.APPEND);
        return new ScreenTable(out, new CSVPrinter(out, FORMAT), findings, model);
    }

    void write(String file, Conclusion conclusion) throws IOException {
        List<Assessment> assessments =
                conclusion.fold(Conclusion.Scored::assessments, refused -> List.of(), failed -> List.of());
        for (var assessment : assessments) {
            row(file, assessment.finding(), score(assessment), assessment.code(), "", conclusion);
        }
        if (assessments.isEmpty()) {
            var reason = conclusion.fold(scored -> "", refused -> refused.code().name(), failed -> ScreenRun.FAILED);
            for (var finding : findings) {
                row(file, finding, "", Decision.NOT_ASSESSED.code(), reason, conclusion);
            }
        }
        out.flush();
    }

    private static String score(Assessment assessment) {
        return String.format(Locale.ROOT, "%.6f", assessment.probability());
    }

    private void row(String file, String finding, String score, String decision, String reason, Conclusion conclusion)
            throws IOException {
        table.printRecord(
                nameOf(file),
                finding,
                score,
                decision,
                reason,
                model,
                conclusion.took().toMillis());
    }

    /** How the table calls a file; whoever copied it to this machine may have chosen its name. */
    static String nameOf(String file) {
        return SafeCell.of(file);
    }

    @Override
    public void close() throws IOException {
        table.close();
    }
}
