package org.mococxr.appliance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mococxr.film.FilmPreparation;
import org.mococxr.film.FilmReader;
import org.mococxr.phantom.PhantomFilm;
import org.mococxr.phantom.PhantomKind;
import org.mococxr.phantom.PhantomStudy;

/** Covers: a model's way from upload over trial to use and back, over HTTP; the model by the Open Inference Protocol; metrics. */
final class ModelsApiTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    @Test
    void aModelIsInstalledTriedOutActivatedAndRolledBackWhileFilmsCome() throws Exception {
        try (var box = RunningBox.start(folder.resolve("data"))) {
            var before = box.json("/api/v1/model").path("digest").asText();

            var installed = box.ask(
                    "POST",
                    "/api/v1/models",
                    Files.readAllBytes(TinyModel.next().modelPackage()));

            assertThat(installed.statusCode()).isEqualTo(201);
            var digest = JSON.readTree(installed.body()).path("digest").asText();
            box.store(PhantomStudy.dicom(PhantomKind.NORMAL, 1));
            var first = box.filmsAtRest(1).get(0);
            assertThat(first.path("modelDigest").asText())
                    .as("the trial is not shown")
                    .isEqualTo(before);
            var agreement = when(
                    () -> box.json("/api/v1/models/" + digest).path("trial").path("agreement"));
            assertThat(agreement).hasSize(2);
            assertThat(agreement.get(0).path("films").asInt()).isEqualTo(1);

            assertThat(box.ask("POST", "/api/v1/models/" + digest + "/activate", new byte[0])
                            .statusCode())
                    .isEqualTo(200);
            box.store(PhantomStudy.dicom(PhantomKind.NORMAL, 2));
            assertThat(box.filmsAtRest(2).get(0).path("modelDigest").asText()).isEqualTo(digest);

            var back = box.ask("POST", "/api/v1/models/rollback", new byte[0]);
            assertThat(JSON.readTree(back.body()).path("digest").asText()).isEqualTo(before);
            box.store(PhantomStudy.dicom(PhantomKind.NORMAL, 3));
            assertThat(box.filmsAtRest(3).get(0).path("modelDigest").asText()).isEqualTo(before);
            var kinds = new ArrayList<String>();
            box.json("/api/v1/models")
                    .path("events")
                    .forEach(event -> kinds.add(event.path("kind").asText()));
            assertThat(kinds).containsExactly("activated", "activated", "trial", "installed");
        }
    }

    @Test
    void cutOffsAreChosenFromThePackagesListAndRefusedForAnotherModel() throws Exception {
        try (var box = RunningBox.start(folder.resolve("data"))) {
            var digest = box.json("/api/v1/model").path("digest").asText();
            var path = "/api/v1/models/" + digest + "/cut-offs";

            var chosen = box.ask("PUT", path, choice(digest, "sensitivity90"));

            assertThat(chosen.statusCode()).isEqualTo(200);
            var finding = JSON.readTree(chosen.body()).path("findings").get(1);
            assertThat(finding.path("operatingPoint").asText()).isEqualTo("sensitivity90");
            assertThat(finding.path("choices").get(0).path("words").asText()).contains("validation films", "%");
            box.store(PhantomStudy.dicom(PhantomKind.NORMAL, 1));
            var assessed = box.filmsAtRest(1).get(0).path("findings").get(1);
            assertThat(assessed.path("operatingPoint").asText()).isEqualTo("sensitivity90");
            var foreign = box.ask("PUT", path, choice("0".repeat(64), "sensitivity90"));
            assertThat(foreign.statusCode()).isEqualTo(409);
            assertThat(foreign.body()).contains("were chosen for the model package");
            assertThat(box.ask("PUT", path, choice(digest, "best")).statusCode())
                    .isEqualTo(422);
            assertThat(box.ask("PUT", path, "[1]".getBytes(StandardCharsets.UTF_8))
                            .statusCode())
                    .isEqualTo(400);
        }
    }

    private static byte[] choice(String digest, String point) {
        return "{\"modelDigest\":\"%s\",\"points\":{\"tuberculosis\":\"%s\"}}"
                .formatted(digest, point)
                .getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void whatIsNoPackageIsRefusedWithTheReason() throws Exception {
        try (var box = RunningBox.start(folder.resolve("data"))) {
            var noise = box.ask("POST", "/api/v1/models", "no package".getBytes(StandardCharsets.UTF_8));

            assertThat(noise.statusCode()).isEqualTo(422);
            assertThat(noise.headers().firstValue("Content-Type")).contains("application/problem+json");
            assertThat(JSON.readTree(noise.body()).path("detail").asText()).contains("annot use the model package");
            assertThat(box.ask("POST", "/api/v1/models/rollback", new byte[0]).statusCode())
                    .isEqualTo(409);
            assertThat(box.ask("POST", "/api/v1/models/feedbeef/activate", new byte[0])
                            .statusCode())
                    .isEqualTo(404);
            assertThat(box.json("/api/v1/models").path("models")).hasSize(1);
            assertThat(box.ask("POST", "/api/v1/self-test", new byte[0]).body()).contains("golden test passed");
        }
    }

    @Test
    void theModelAnswersByTheOpenInferenceProtocolAsItScoresFilms() throws Exception {
        var png = PhantomFilm.png16(PhantomKind.EFFUSION, 5, 900);
        try (var box = RunningBox.start(folder.resolve("data"))) {
            var model = box.json("/v2/models/cxr-tiny");
            assertThat(box.get("/v2/health/ready").statusCode()).isEqualTo(200);
            assertThat(model.path("inputs").get(0).path("shape").toString()).isEqualTo("[-1,1,64,64]");

            var answer = box.ask("POST", "/v2/models/cxr-tiny/infer", request(png, 2));

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            var said = JSON.readTree(answer.body());
            var probabilities = said.path("outputs").get(0);
            assertThat(probabilities.path("name").asText()).isEqualTo("probabilities");
            assertThat(probabilities.path("shape").toString()).isEqualTo("[2,2]");
            assertThat(said.path("parameters").path("gate_applied").asBoolean(true))
                    .isFalse();
            box.store(asDicom());
            var film = box.filmsAtRest(1).get(0);
            var again = JSON.readTree(box.ask("POST", "/v2/models/cxr-tiny/infer", request(asDicom(), 1))
                    .body());
            assertThat(again.path("outputs").get(0).path("data").get(0).asDouble())
                    .isCloseTo(film.path("findings").get(0).path("score").asDouble(), within(1e-6));
        }
    }

    @Test
    void theVersionInUseAnswersUnderItsOwnPathAndNoOtherDoes() throws Exception {
        var png = PhantomFilm.png16(PhantomKind.EFFUSION, 5, 900);
        try (var box = RunningBox.start(folder.resolve("data"))) {
            var version = box.json("/v2/models/cxr-tiny").path("versions").get(0);
            assertThat(version.isTextual())
                    .as("the protocol's versions are texts")
                    .isTrue();
            var path = "/v2/models/cxr-tiny/versions/" + version.asText();

            assertThat(box.json(path)).isEqualTo(box.json("/v2/models/cxr-tiny"));
            assertThat(box.json(path + "/ready").path("ready").asBoolean()).isTrue();
            var one = JSON.readTree(
                    box.ask("POST", path + "/infer", request(png, 1)).body());
            assertThat(one.path("model_version").asText()).isEqualTo(version.asText());
            assertThat(one.path("outputs"))
                    .isEqualTo(JSON.readTree(box.ask("POST", "/v2/models/cxr-tiny/infer", request(png, 1))
                                    .body())
                            .path("outputs"));
            var other = "/v2/models/cxr-tiny/versions/99";
            for (var status : List.of(
                    box.get(other).statusCode(),
                    box.get(other + "/ready").statusCode(),
                    box.ask("POST", other + "/infer", request(png, 1)).statusCode())) {
                assertThat(status).isEqualTo(404);
            }
        }
    }

    @Test
    void requestsThatDoNotFitTheModelAreRefused() throws Exception {
        try (var box = RunningBox.start(folder.resolve("data"))) {
            for (var body : new String[] {
                "nothing",
                "{}",
                "{\"inputs\":[{\"name\":\"films\",\"datatype\":\"FP32\",\"shape\":[1,1,64,65],\"data\":[]}]}",
                "{\"inputs\":[{\"name\":\"films\",\"datatype\":\"FP32\",\"shape\":[1,1,64,64],\"data\":[0.5]}]}",
                "{\"inputs\":[{\"name\":\"films\",\"datatype\":\"FP32\",\"shape\":[100000000,1,64,64],\"data\":[0.5]}]}",
            }) {
                var answer = box.ask("POST", "/v2/models/cxr-tiny/infer", body.getBytes(StandardCharsets.UTF_8));
                assertThat(answer.statusCode()).as(body).isEqualTo(400);
            }
            assertThat(box.get("/v2/models/other").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void metricsCountFilmsAndNameModelAndProvider() throws Exception {
        try (var box = RunningBox.start(folder.resolve("data"))) {
            box.store(PhantomStudy.dicom(PhantomKind.NORMAL, 1));
            box.filmsAtRest(1);

            var metrics = box.text("/metrics");

            assertThat(metrics)
                    .contains("cxr_films_scored 1.0", "cxr_film_screening_seconds_count{end=\"scored\"} 1")
                    .containsPattern("cxr_model_in_use\\{digest=\"[0-9a-f]{64}\",model=\"cxr-tiny\",provider=\"CPU\"")
                    .contains("cxr_state{state=\"ready\"} 1.0", "jvm_memory_used_bytes");
        }
    }

    private static byte[] asDicom() {
        return PhantomStudy.dicom(PhantomKind.EFFUSION, 7);
    }

    private static byte[] request(byte[] film, int times) throws IOException {
        var values = new FilmPreparation(64)
                .prepare(FilmReader.read(film).radiograph())
                .values();
        var data = JSON.createArrayNode();
        for (var time = 0; time < times; time++) {
            for (var value : values) {
                data.add(value);
            }
        }
        var input = JSON.createObjectNode().put("name", "films").put("datatype", "FP32");
        input.putArray("shape").add(times).add(1).add(64).add(64);
        input.set("data", data);
        var request = JSON.createObjectNode();
        request.putArray("inputs").add(input);
        return JSON.writeValueAsBytes(request);
    }

    private static JsonNode when(Callable<JsonNode> look) throws Exception {
        var until = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (true) {
            var found = look.call();
            if (found.size() > 0) {
                return found;
            }
            assertThat(System.nanoTime()).as("nothing to see after 30 s").isLessThan(until);
            LockSupport.parkNanos(20_000_000);
        }
    }
}
