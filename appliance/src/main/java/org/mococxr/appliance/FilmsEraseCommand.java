package org.mococxr.appliance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.mococxr.appliance.journal.Erasures.Scope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "erase",
        mixinStandardHelpOptions = true,
        description = {
            "Erases a film, its study or all of its patient from a running box: pixels, identity, results, history.",
            "Without --films it only says what would go. Backups, and copies at the X-ray unit and the PACS, stay."
        })
final class FilmsEraseCommand implements Callable<Integer> {
    /** The journal's file is written anew meanwhile. */
    private static final Duration ANSWER_TIME = Duration.ofMinutes(5);

    private static final ObjectMapper JSON = new ObjectMapper();

    @Spec
    private CommandSpec spec;

    @Mixin
    private RunningBoxOptions box = new RunningBoxOptions();

    @Parameters(paramLabel = "REF", description = "The film's reference, as slip and page show it.")
    private String ref;

    @Option(
            names = "--scope",
            paramLabel = "SCOPE",
            defaultValue = "film",
            converter = Written.EraseScope.class,
            description = "film, study or patient. Default: ${DEFAULT-VALUE}.")
    private Scope scope;

    @Option(
            names = "--reason",
            required = true,
            paramLabel = "TEXT",
            description = "Why; it stays in the audit, so it must name no patient.")
    private String reason;

    @Option(names = "--films", paramLabel = "N", defaultValue = "0", description = "Erase, if it is this many films.")
    private int films;

    @Override
    public Integer call() throws InterruptedException {
        var path = "/api/v1/films/" + ref + "/erasure";
        var out = spec.commandLine().getOut();
        if (films == 0) {
            var would = answer(box.ask(path + "?scope=" + scope.code()));
            var count = would.path("films").size();
            would.path("films").forEach(film -> out.println(film.asText()));
            out.printf(
                    "%d films would be erased, %d reports not sent. Nothing was erased; to do it, add --films %d%n",
                    count, would.path("waitingReports").asInt(), count);
        } else {
            var erased = answer(box.ask(path).POST(BodyPublishers.ofByteArray(wanted())));
            out.printf("%d films are erased.%n", erased.path("films").size());
        }
        out.flush();
        return 0;
    }

    private byte[] wanted() {
        try {
            return JSON.writeValueAsBytes(Map.of("scope", scope.code(), "films", films, "reason", reason));
        } catch (IOException e) {
            throw new IllegalStateException("text and a number are always JSON", e);
        }
    }

    private JsonNode answer(HttpRequest.Builder request) throws InterruptedException {
        try {
            var answer = HttpClient.newHttpClient()
                    .send(request.timeout(ANSWER_TIME).build(), HttpResponse.BodyHandlers.ofString());
            var json = JSON.readTree(answer.body());
            if (answer.statusCode() != 200) {
                throw new BoxNotStartedException("the box at %s answered %d: %s"
                        .formatted(
                                box.url(),
                                answer.statusCode(),
                                json.path("detail").asText()));
            }
            return json;
        } catch (IOException e) {
            throw new BoxNotStartedException(
                    "no box answers at %s (%s). Is it running, and is this the address it printed?"
                            .formatted(box.url(), e),
                    e);
        }
    }
}
