package org.mococxr.workbench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.mococxr.appliance.BoxMain;
import org.mococxr.dicom.net.Peer;

/** {@code cxr-box serve} on free ports of this machine, seen from outside: DICOM, page, programming interface. */
public final class BoxUnderTest implements AutoCloseable {
    public static final String AE_TITLE = "CXRBOX";

    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(60);

    private final Program program;
    private final HttpClient browser =
            HttpClient.newBuilder().connectTimeout(LONGEST_ANSWER).build();
    private final ObjectMapper json = new ObjectMapper();
    private final int dicomPort;
    private final int httpPort;

    private BoxUnderTest(Program program, JsonNode ports) {
        this.program = program;
        this.dicomPort = ports.get("dicomPort").intValue();
        this.httpPort = ports.get("httpPort").intValue();
    }

    /** As the other, for a PACS that only its address describes. */
    public static BoxUnderTest start(TrainedModel model, Path data, Peer pacs) {
        return start(model, data, pacs.toString());
    }

    /**
     * Returns when the box is ready; everybody at this machine may use it.
     *
     * @param data an empty folder
     * @param pacs as {@code --pacs} takes it
     */
    public static BoxUnderTest start(TrainedModel model, Path data, String pacs) {
        return start(model.modelPackage(), model.trustedKey(), data, pacs);
    }

    /** The same with any package. */
    public static BoxUnderTest start(Path modelPackage, Path trustedKey, Path data, String pacs) {
        return start(modelPackage, trustedKey, data, pacs, "serve --open-access");
    }

    /** One that lets nobody in without a name, and also speaks HTTPS. */
    public static BoxUnderTest startClosed(TrainedModel model, Path data, Peer pacs) {
        return start(
                model.modelPackage(),
                model.trustedKey(),
                data,
                pacs.toString(),
                "serve --https-bind 127.0.0.1 --https-port 0");
    }

    /** One without a PACS, with any other options of {@code serve}. */
    public static BoxUnderTest startAlone(Path modelPackage, Path trustedKey, Path data, String... options) {
        return run("serve --open-access", modelPackage, trustedKey, data, options);
    }

    private static BoxUnderTest start(Path modelPackage, Path trustedKey, Path data, String pacs, String command) {
        return run(command, modelPackage, trustedKey, data, "--pacs", pacs);
    }

    private static BoxUnderTest run(
            String command, Path modelPackage, Path trustedKey, Path data, String... moreOptions) {
        var ready = data.resolveSibling(data.getFileName() + "-ready.json");
        remove(ready); // of a box that ran here before
        var arguments = Arguments.of(
                command + " --provider cpu --dicom-port 0 --http-port 0 --ae-title " + AE_TITLE,
                "--model",
                modelPackage.toString(),
                "--trust",
                trustedKey.toString(),
                "--data",
                data.toString(),
                "--ready-file",
                ready.toString());
        arguments.addAll(List.of(moreOptions));
        var program = Program.asLaunched("cxr-box", BoxMain.class, arguments);
        Eventually.holds("the box is ready or has ended", () -> Files.exists(ready) || !program.isRunning());
        if (!program.isRunning()) {
            throw new AssertionError("the box did not start. It said:\n" + program.said());
        }
        try {
            return new BoxUnderTest(program, new ObjectMapper().readTree(ready.toFile()));
        } catch (IOException e) {
            program.close();
            throw new UncheckedIOException("cannot read the ports of the box from " + ready, e);
        }
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + file, e);
        }
    }

    public Peer peer() {
        return new Peer(AE_TITLE, "127.0.0.1", dicomPort);
    }

    public String dicomPort() {
        return String.valueOf(dicomPort);
    }

    public URI address(String path) {
        return URI.create("http://127.0.0.1:" + httpPort + path);
    }

    /** Where STOW-RS is served. */
    public URI dicomWeb() {
        return address("/dicom-web");
    }

    public boolean isRunning() {
        return program.isRunning();
    }

    public long processId() {
        return program.pid();
    }

    public String said() {
        return program.said();
    }

    /** What a path of the page answers. */
    public String get(String path) {
        try {
            var request = HttpRequest.newBuilder(address(path))
                    .timeout(LONGEST_ANSWER)
                    .build();
            var response = browser.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new AssertionError(path + " answered " + response.statusCode() + ": " + response.body());
            }
            return response.body();
        } catch (IOException e) {
            throw new AssertionError("the box does not answer at " + path + ". It said:\n" + said(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while the box answered " + path, e);
        }
    }

    public JsonNode json(String path) {
        try {
            return json.readTree(get(path));
        } catch (JsonProcessingException e) {
            throw new AssertionError(path + " answered no JSON", e);
        }
    }

    /** What the box answers to the upload of a file: {@code ref} and {@code knownBefore}, or {@code detail} where it was not taken. */
    public JsonNode upload(Path file) {
        try {
            var request = HttpRequest.newBuilder(address("/api/v1/films"))
                    .timeout(LONGEST_ANSWER)
                    .POST(HttpRequest.BodyPublishers.ofFile(file))
                    .build();
            return json.readTree(
                    browser.send(request, HttpResponse.BodyHandlers.ofString()).body());
        } catch (IOException e) {
            throw new AssertionError("the box does not answer an upload. It said:\n" + said(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while the box answered an upload", e);
        }
    }

    /** Waits until the film of a reference is scored, refused or failed. */
    public JsonNode concludedFilm(String ref) {
        return Eventually.comes(
                "the film %s has an end".formatted(ref),
                () -> Optional.of(json("/api/v1/films/" + ref)).filter(film -> film.has("concludedAt")));
    }

    /** The only film of a patient, if it is there; two are a failure. */
    public Optional<JsonNode> film(String patientId) {
        Optional<JsonNode> found = Optional.empty();
        for (var film : json("/api/v1/films").get("films")) {
            if (film.path("identity").path("patientId").asText().equals(patientId)) {
                if (found.isPresent()) {
                    throw new AssertionError("two films of one patient where one was sent: " + found.get() + film);
                }
                found = Optional.of(film);
            }
        }
        return found;
    }

    /** Waits until a patient's film is scored, refused or failed. */
    public JsonNode concluded(String patientId) {
        return Eventually.comes(
                "the film of %s has an end".formatted(patientId),
                () -> film(patientId).filter(film -> film.has("concludedAt")));
    }

    /** Waits until a patient's film is scored and all its reports have been delivered. */
    public JsonNode reported(String patientId) {
        return Eventually.comes(
                "the reports on %s are delivered".formatted(patientId),
                () -> film(patientId)
                        .filter(film -> !film.get("deliveries").isEmpty())
                        .filter(film -> film.get("deliveries").findValuesAsText("state").stream()
                                .allMatch("delivered"::equals)));
    }

    @Override
    public void close() {
        program.close();
    }
}
