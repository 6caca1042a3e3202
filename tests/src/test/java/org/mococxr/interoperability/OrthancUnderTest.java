package org.mococxr.interoperability;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.mococxr.dicom.net.Peer;
import org.mococxr.workbench.Eventually;
import org.mococxr.workbench.Program;

/** An Orthanc of this test alone, on two free ports, with an empty archive; spoken to by its REST interface. */
final class OrthancUnderTest implements AutoCloseable {
    private static final String AE_TITLE = "ORTHANC";
    private static final Path DICOM_WEB = Path.of("/usr/share/orthanc/plugins/libOrthancDicomWeb.so");
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(60);

    private final Program program;
    private final HttpClient client = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();
    private final int dicomPort;
    private final int httpPort;

    private OrthancUnderTest(Program program, int dicomPort, int httpPort) {
        this.program = program;
        this.dicomPort = dicomPort;
        this.httpPort = httpPort;
    }

    /**
     * Returns when it answers.
     *
     * @param folder an empty one
     */
    static OrthancUnderTest start(Path folder) throws IOException {
        return start(folder, Map.of(), "Orthanc");
    }

    /** One that also speaks DICOMweb, by Debian's plugin. */
    static OrthancUnderTest startWithDicomWeb(Path folder) throws IOException {
        return start(
                folder,
                Map.of("Plugins", List.of(DICOM_WEB.toString()), "DicomWeb", Map.of("Enable", true)),
                "Orthanc");
    }

    /** One whose answers do not wait for the acknowledgement of what was sent before (Nagle's algorithm off). */
    static OrthancUnderTest startWithoutDelay(Path folder) throws IOException {
        return start(folder, Map.of(), "env", "TCP_NODELAY=1", "Orthanc");
    }

    private static OrthancUnderTest start(Path folder, Map<String, Object> more, String... command) throws IOException {
        var ports = freePorts();
        var settings = new TreeMap<String, Object>(Map.of(
                "Name",
                "tests",
                "StorageDirectory",
                folder.resolve("storage").toString(),
                "IndexDirectory",
                folder.resolve("index").toString(),
                "Plugins",
                List.of(),
                "DicomAet",
                AE_TITLE,
                "DicomPort",
                ports[0],
                "HttpPort",
                ports[1],
                // A kept connection is closed by Orthanc when it has been idle for a second, perhaps just as the next
                // request is written to it; such a request was never read, and a client cannot know that.
                "KeepAlive",
                false,
                "RemoteAccessAllowed",
                false,
                "AuthenticationEnabled",
                false));
        settings.putAll(more);
        var file = folder.resolve("orthanc.json");
        new ObjectMapper().writeValue(file.toFile(), settings);
        var arguments = new ArrayList<>(List.of(command).subList(1, command.length));
        arguments.add(file.toString());
        var orthanc = new OrthancUnderTest(
                Program.tool(command[0], "orthanc", arguments.toArray(String[]::new)), ports[0], ports[1]);
        Eventually.holds("Orthanc answers or has ended", () -> orthanc.answers() || !orthanc.program.isRunning());
        if (!orthanc.program.isRunning()) {
            throw new AssertionError("Orthanc did not start. It said:\n" + orthanc.program.said());
        }
        return orthanc;
    }

    /** Free a moment ago: Orthanc takes no port 0. */
    private static int[] freePorts() throws IOException {
        try (var first = new ServerSocket(0);
                var second = new ServerSocket(0)) {
            return new int[] {first.getLocalPort(), second.getLocalPort()};
        }
    }

    private boolean answers() {
        try {
            return client.send(request("/system").build(), BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (ConnectException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException("Orthanc broke off", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while Orthanc started", e);
        }
    }

    long pid() {
        return program.pid();
    }

    Peer peer() {
        return new Peer(AE_TITLE, "127.0.0.1", dicomPort);
    }

    /** Makes another system known under its AE title. */
    void know(Peer peer) {
        put(
                "/modalities/" + peer.aeTitle(),
                json(Map.of("AET", peer.aeTitle(), "Host", peer.host(), "Port", peer.port())));
    }

    /** @throws AssertionError unless the peer answers C-ECHO */
    void echo(Peer peer) {
        post("/modalities/" + peer.aeTitle() + "/echo", BodyPublishers.ofString("{}"));
    }

    /** @return Orthanc's name for the instance */
    String keep(Path dicomFile) throws IOException {
        return post("/instances", BodyPublishers.ofFile(dicomFile)).get("ID").asText();
    }

    /** @throws AssertionError unless the peer took it */
    void store(String instance, Peer peer) {
        var answer = post("/modalities/" + peer.aeTitle() + "/store", BodyPublishers.ofString(instance));
        if (answer.path("FailedInstancesCount").asInt(-1) != 0) {
            throw new AssertionError("not everything was sent: " + answer);
        }
    }

    /** Makes a DICOMweb server known under a name. */
    void knowServer(String name, URI root) {
        put("/dicom-web/servers/" + name, json(Map.of("Url", root.toString())));
    }

    /** Stores by STOW-RS. @throws AssertionError unless the server took it */
    void stow(String instance, String server) {
        post(
                "/dicom-web/servers/" + server + "/stow",
                json(Map.of("Resources", List.of(instance), "Synchronous", true)));
    }

    /** Orthanc's names of a study's instances of a modality. */
    List<String> instances(String studyInstanceUid, String modality) {
        var found = post(
                "/tools/find",
                json(Map.of(
                        "Level",
                        "Instance",
                        "Query",
                        Map.of("StudyInstanceUID", studyInstanceUid, "Modality", modality))));
        return json.convertValue(found, json.getTypeFactory().constructCollectionType(List.class, String.class));
    }

    JsonNode tags(String instance) {
        return read(send(request("/instances/" + instance + "/simplified-tags")));
    }

    Path fetch(String instance, Path file) throws IOException {
        return Files.write(file, send(request("/instances/" + instance + "/file")));
    }

    private BodyPublisher json(Object value) {
        return BodyPublishers.ofString(json.valueToTree(value).toString());
    }

    private void put(String path, BodyPublisher body) {
        send(request(path).PUT(body));
    }

    private JsonNode post(String path, BodyPublisher body) {
        return read(send(request(path).POST(body)));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + path))
                .timeout(LONGEST_ANSWER);
    }

    private JsonNode read(byte[] answer) {
        try {
            return json.readTree(answer);
        } catch (IOException e) {
            throw new AssertionError("Orthanc answered no JSON", e);
        }
    }

    private byte[] send(HttpRequest.Builder builder) {
        var request = builder.build();
        try {
            var response = client.send(request, BodyHandlers.ofByteArray());
            if (response.statusCode() != 200) {
                throw new AssertionError("Orthanc answered %d to %s. It said:%n%s"
                        .formatted(response.statusCode(), request.uri().getPath(), program.said()));
            }
            return response.body();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Orthanc does not answer %s. It said:%n%s".formatted(request.uri(), program.said()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while Orthanc answered " + request.uri(), e);
        }
    }

    @Override
    public void close() {
        program.close();
    }
}
