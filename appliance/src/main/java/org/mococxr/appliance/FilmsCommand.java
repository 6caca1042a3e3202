package org.mococxr.appliance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;
import org.mococxr.spreadsheet.SafeCell;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "films",
        mixinStandardHelpOptions = true,
        description = "Lists what a running box received and what became of it.",
        subcommands = FilmsEraseCommand.class)
final class FilmsCommand implements Callable<Integer> {
    private static final Duration ANSWER_TIME = Duration.ofSeconds(10);
    private static final long BETWEEN_LOOKS_MILLIS = 500;

    @Spec
    private CommandSpec spec;

    @Mixin
    private RunningBoxOptions box = new RunningBoxOptions();

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            defaultValue = "0",
            description = "Wait at most this long until no film and no report is under way. Default: ${DEFAULT-VALUE}.")
    private int waitSeconds;

    @Option(
            names = "--least",
            paramLabel = "N",
            defaultValue = "0",
            description = "While waiting, wait for at least so many films too. Default: ${DEFAULT-VALUE}.")
    private int leastFilms;

    @Option(names = "--csv", paramLabel = "FILE", description = "Also write one row per film and finding.")
    private @Nullable Path csv;

    /** One finding of one film, or the film alone if it was not scored. */
    private record Row(
            String patientId,
            String film,
            String state,
            String finding,
            String score,
            String decision,
            String reason) {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        var until = System.nanoTime() + Duration.ofSeconds(waitSeconds).toNanos();
        var films = fetch();
        while (isBusy(films) && System.nanoTime() < until) {
            Thread.sleep(BETWEEN_LOOKS_MILLIS);
            films = fetch();
        }
        var rows = new ArrayList<Row>();
        for (var film : films) {
            rows.addAll(rows(film));
        }
        print(rows, films, spec.commandLine().getOut());
        if (csv != null) {
            write(csv, rows);
        }
        if (waitSeconds > 0 && isBusy(films)) {
            spec.commandLine().getErr().println("cxr-box: still under way after %d s.".formatted(waitSeconds));
            return 1;
        }
        return 0;
    }

    private List<JsonNode> fetch() throws InterruptedException {
        var request = box.ask("/api/v1/films?limit=1000").timeout(ANSWER_TIME).build();
        try {
            var answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new BoxNotStartedException(
                        "the box at %s answered %d: %s".formatted(box.url(), answer.statusCode(), answer.body()));
            }
            var films = new ArrayList<JsonNode>();
            new ObjectMapper().readTree(answer.body()).path("films").forEach(films::add);
            return films;
        } catch (IOException e) {
            throw new BoxNotStartedException(
                    "no box answers at %s (%s). Is it running, and is this the address it printed?"
                            .formatted(box.url(), e),
                    e);
        }
    }

    private boolean isBusy(List<JsonNode> films) {
        return films.size() < leastFilms
                || films.stream()
                        .anyMatch(film -> List.of("waiting", "working")
                                        .contains(film.path("state").asText())
                                || reports(film, "waiting") > 0);
    }

    private static long reports(JsonNode film, String state) {
        var count = 0L;
        for (var delivery : film.path("deliveries")) {
            count += delivery.path("state").asText().equals(state) ? 1 : 0;
        }
        return count;
    }

    private static List<Row> rows(JsonNode film) {
        var id = film.path("identity").path("patientId").asText();
        var ref = film.path("ref").asText();
        var state = film.path("state").asText();
        var rows = new ArrayList<Row>();
        for (var finding : film.path("findings")) {
            rows.add(new Row(
                    id,
                    ref,
                    state,
                    finding.path("finding").asText(),
                    String.format(Locale.ROOT, "%.6f", finding.path("score").asDouble()),
                    finding.path("decision").asText(),
                    ""));
        }
        if (rows.isEmpty()) {
            var refusal = film.path("refusal");
            var reason = refusal.isMissingNode()
                    ? film.path("failure").asText()
                    : refusal.path("code").asText();
            rows.add(new Row(id, ref, state, "", "", "", reason));
        }
        return rows;
    }

    private static void print(List<Row> rows, List<JsonNode> films, PrintWriter out) {
        var form = "%-14s %-9s %-18s %7s  %s%n";
        out.printf(form, "patient", "film", "finding", "score", "decision");
        for (var row : rows) {
            var score = row.score().isEmpty()
                    ? ""
                    : String.format(Locale.ROOT, "%.1f", 100 * Double.parseDouble(row.score()));
            out.printf(
                    form,
                    row.patientId(),
                    row.state(),
                    row.finding(),
                    score,
                    (row.decision() + row.reason()).replace('_', ' ').toLowerCase(Locale.ROOT));
        }
        var delivered =
                films.stream().mapToLong(film -> reports(film, "delivered")).sum();
        var waiting = films.stream().mapToLong(film -> reports(film, "waiting")).sum();
        var dead = films.stream().mapToLong(film -> reports(film, "dead")).sum();
        out.printf(
                "%d films; reports: %d delivered, %d waiting, %d refused for good%n",
                films.size(), delivered, waiting, dead);
        out.flush();
    }

    private static void write(Path file, List<Row> rows) throws IOException {
        try (var table = new CSVPrinter(
                Files.newBufferedWriter(file),
                CSVFormat.DEFAULT.builder().setRecordSeparator('\n').get())) {
            table.printRecord("patient", "film", "state", "finding", "score", "decision", "reason");
            for (var row : rows) {
                table.printRecord(
                        SafeCell.of(row.patientId()),
                        row.film(),
                        row.state(),
                        row.finding(),
                        row.score(),
                        row.decision(),
                        row.reason());
            }
        }
    }
}
