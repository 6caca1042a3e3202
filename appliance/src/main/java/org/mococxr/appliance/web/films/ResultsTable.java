package org.mococxr.appliance.web.films;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.mococxr.appliance.journal.FilmEntry;
import org.mococxr.appliance.journal.Journal;
import org.mococxr.appliance.people.Right;
import org.mococxr.appliance.screening.Assessment;
import org.mococxr.appliance.screening.Decision;
import org.mococxr.appliance.web.box.Shown;
import org.mococxr.appliance.web.door.Needs;
import org.mococxr.appliance.web.door.Routes;
import org.mococxr.appliance.web.language.Words;
import org.mococxr.spreadsheet.SafeCell;

/**
 * The results of a list as CSV, one row per film and finding. Patients are called by id and initials, or by id alone where the
 * site chose that; no name is taken away. Taking results away is audited. Columns stay in their places; new ones come last.
 */
public final class ResultsTable {
    private static final List<String> COLUMNS = List.of(
            "film",
            "received",
            "sender",
            "test_film",
            "patient_id",
            "initials",
            "age_years",
            "sex",
            "device",
            "study_date",
            "state",
            "finding",
            "score",
            "threshold",
            "operating_point",
            "decision",
            "reason",
            "model",
            "model_digest",
            "study_instance_uid");

    private final Journal journal;
    private final PatientTitles titles;
    private final Clock clock;

    public ResultsTable(Shown shown) {
        this.journal = shown.journal();
        this.titles = new PatientTitles(shown);
        this.clock = shown.clock();
    }

    public void addTo(Routes routes) {
        routes.get("/results.csv", Needs.right(Right.EXPORT_FILMS), this::write);
    }

    private void write(Context context) throws IOException {
        var list = FilmList.of(context);
        context.contentType("text/csv; charset=utf-8")
                .header("Content-Disposition", "attachment; filename=\"results.csv\"");
        try (var table = new CSVPrinter(
                new OutputStreamWriter(context.outputStream(), StandardCharsets.UTF_8),
                CSVFormat.DEFAULT.builder().setRecordSeparator('\n').get())) {
            table.printRecord(COLUMNS);
            journal.worklist().each(list.search(clock), film -> write(table, film));
        }
    }

    private void write(CSVPrinter table, FilmEntry film) {
        try {
            for (var result : results(film)) {
                var row = new ArrayList<Object>(film(film));
                row.addAll(result);
                row.add(film.studyInstanceUid().map(SafeCell::of).orElse(""));
                table.printRecord(row);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("whoever takes the results away left", e);
        }
    }

    private List<String> film(FilmEntry film) {
        var identity = film.identity();
        return List.of(
                film.ref(),
                film.receivedAt().toString(),
                SafeCell.of(film.sender()),
                film.isTest() ? "yes" : "no",
                identity.map(known -> SafeCell.of(known.patientId())).orElse(""),
                identity.map(known -> SafeCell.of(titles.initials(known))).orElse(""),
                identity.map(known -> known.ageYears().isPresent()
                                ? String.valueOf(known.ageYears().getAsInt())
                                : "")
                        .orElse(""),
                identity.map(known -> SafeCell.of(known.sex())).orElse(""),
                identity.map(known -> SafeCell.of(known.device())).orElse(""),
                identity.map(known -> SafeCell.of(known.studyDate())).orElse(""),
                Words.state(film));
    }

    /** finding, score, threshold, operating point, decision, reason, model, digest of the model */
    private static List<List<String>> results(FilmEntry film) {
        var notAssessed = Decision.NOT_ASSESSED.code();
        return film.outcome()
                .map(outcome -> outcome.conclusion()
                        .fold(
                                scored -> scored.assessments().stream()
                                        .map(assessment -> result(
                                                assessment,
                                                scored.model().name() + " release " + scored.release(),
                                                scored.model().digest()))
                                        .toList(),
                                refused -> List.of(List.of(
                                        "",
                                        "",
                                        "",
                                        "",
                                        notAssessed,
                                        refused.code().name(),
                                        "",
                                        "")),
                                failed -> List.of(List.of(
                                        "",
                                        "",
                                        "",
                                        "",
                                        notAssessed,
                                        SafeCell.of(failed.reason().english()),
                                        "",
                                        ""))))
                .orElse(List.of(List.of("", "", "", "", "", "", "", "")));
    }

    private static List<String> result(Assessment assessment, String model, String digest) {
        return List.of(
                assessment.finding(),
                decimal(assessment.probability()),
                decimal(assessment.thresholdProbability()),
                assessment.operatingPoint(),
                assessment.code(),
                "",
                model,
                digest);
    }

    private static String decimal(double value) {
        return String.format(Locale.ROOT, "%.6f", value);
    }
}
