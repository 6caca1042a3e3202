package org.mococxr.appliance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.mococxr.appliance.delivery.Recipient;
import org.mococxr.appliance.health.DiskSpace;
import org.mococxr.appliance.screening.ModelChoice;
import org.mococxr.appliance.upkeep.RetentionRules;
import org.mococxr.appliance.web.ports.BindAddress;
import org.mococxr.appliance.web.ports.WebSettings;
import org.mococxr.dicom.DicomReader;
import org.mococxr.dicom.net.DeliveryOutcome;
import org.mococxr.dicom.net.Peer;
import org.mococxr.dicom.net.PresentationContext;
import org.mococxr.dicom.net.StoreScu;
import org.mococxr.dicom.net.admission.CallerList;
import org.mococxr.gate.CopySenders;
import org.mococxr.inference.ProviderChoice;

/** A whole box on free ports with the tests' model, and what a modality and a browser would do with it. */
final class RunningBox implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);
    private static final int MOST_UPLOAD_BYTES = 8 << 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Appliance box;
    private final HttpClient http = HttpClient.newHttpClient();

    private RunningBox(Appliance box) {
        this.box = box;
    }

    static RunningBox start(Path data, Peer... peers) {
        return started(settings(data, 0, 0, peers));
    }

    /** One that is started without naming a package: it uses what it has. */
    static RunningBox startWithoutNamedModel(Path data) {
        return started(settingsWithoutNamedModel(data));
    }

    static BoxSettings settingsWithoutNamedModel(Path data) {
        var named = settings(data, 0, 0);
        return new BoxSettings(
                named.data(),
                named.dicom(),
                named.web(),
                named.recipients(),
                named.watch(),
                new ModelChoice(Optional.empty(), List.of(TinyModel.get().trusted()), Optional.empty()),
                named.provider(),
                named.research(),
                named.workers(),
                named.retention());
    }

    /** One that lets only some callers in. */
    static RunningBox admitting(Path data, CallerList callers) {
        return receiving(
                data,
                new BoxSettings.Dicom(
                        BindAddress.of("0.0.0.0"),
                        0,
                        "CXRBOX",
                        false,
                        callers,
                        CopySenders.of(Set.of()),
                        Optional.empty()));
    }

    /** One whose port for films is open on one address only. */
    static RunningBox boundTo(Path data, String address) {
        return receiving(
                data,
                new BoxSettings.Dicom(
                        BindAddress.of(address),
                        0,
                        "CXRBOX",
                        false,
                        CallerList.everyone(),
                        CopySenders.of(Set.of()),
                        Optional.empty()));
    }

    /** One that takes the secondary captures of a sender for films. */
    static RunningBox takingCopiesFrom(Path data, String aeTitle) {
        var copies = CopySenders.of(Set.of(aeTitle));
        return receiving(
                data,
                new BoxSettings.Dicom(
                        BindAddress.of("0.0.0.0"),
                        0,
                        "CXRBOX",
                        false,
                        CallerList.everyone(),
                        copies,
                        Optional.empty()));
    }

    private static RunningBox receiving(Path data, BoxSettings.Dicom dicom) {
        return started(settings(data, dicom, open(0), Optional.empty()));
    }

    private static RunningBox started(BoxSettings settings) {
        return new RunningBox(Appliance.start(settings, Clock.systemUTC()));
    }

    /** One on a disk of the test's making. */
    static RunningBox start(Path data, DiskSpace disk) {
        return new RunningBox(Appliance.start(settings(data, 0, 0), Clock.systemUTC(), place -> disk));
    }

    /** One by a clock of the test's making. */
    static RunningBox start(Path data, Clock clock) {
        return new RunningBox(Appliance.start(settings(data, 0, 0), clock));
    }

    /** One that takes films from a folder. */
    static RunningBox watching(Path data, Path folder) {
        return started(settings(data, BoxSettings.Dicom.open(0, "CXRBOX"), open(0), Optional.of(folder)));
    }

    static RunningBox start(Path data, WebSettings web) {
        return started(settings(data, 0, web));
    }

    /** One that asks who is there. */
    static RunningBox startClosed(Path data, Peer... peers) {
        return startClosed(data, Clock.systemUTC(), peers);
    }

    static RunningBox startClosed(Path data, Clock clock, Peer... peers) {
        return new RunningBox(Appliance.start(settings(data, 0, web(0, false), peers), clock));
    }

    private static WebSettings web(int httpPort, boolean openAccess) {
        return new WebSettings("127.0.0.1", httpPort, MOST_UPLOAD_BYTES, 2, openAccess, Optional.empty());
    }

    private static WebSettings open(int httpPort) {
        return web(httpPort, true);
    }

    static BoxSettings settings(Path data, int dicomPort, int httpPort, Peer... peers) {
        return settings(data, dicomPort, open(httpPort), peers);
    }

    static BoxSettings settings(Path data, int dicomPort, WebSettings web, Peer... peers) {
        return settings(data, BoxSettings.Dicom.open(dicomPort, "CXRBOX"), web, Optional.empty(), peers);
    }

    private static BoxSettings settings(
            Path data, BoxSettings.Dicom dicom, WebSettings web, Optional<Path> watch, Peer... peers) {
        return new BoxSettings(
                data,
                dicom,
                web,
                Stream.of(peers).map(Recipient::plain).toList(),
                watch,
                TinyModel.get().choice(),
                ProviderChoice.CPU,
                false,
                1,
                RetentionRules.keepEverything());
    }

    Appliance box() {
        return box;
    }

    int dicomPort() {
        return box.dicomPort();
    }

    int httpPort() {
        return box.httpPort();
    }

    /** Sends one object as a modality does. */
    DeliveryOutcome store(byte[] part10) {
        try {
            var file = Files.createTempFile("to-send", ".dcm");
            try {
                Files.write(file, part10);
                var object = DicomReader.readHeader(file);
                var context = PresentationContext.of(
                        object.sopClassUid().orElseThrow(),
                        object.transferSyntax().uid());
                var peer = new Peer("CXRBOX", "127.0.0.1", box.dicomPort());
                try (var association = StoreScu.connect(peer, "XRAY1", List.of(context))) {
                    return association.store(file);
                }
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    HttpResponse<byte[]> get(String path, String... headers) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(uri(path)).GET();
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), BodyHandlers.ofByteArray());
    }

    String text(String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString())
                .body();
    }

    JsonNode json(String path, String... headers) throws IOException, InterruptedException {
        return JSON.readTree(get(path, headers).body());
    }

    /** Asks for a change as a program does. */
    HttpResponse<String> ask(String method, String path, byte[] body) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(uri(path)).method(method, BodyPublishers.ofByteArray(body));
        return http.send(request.build(), BodyHandlers.ofString());
    }

    HttpResponse<String> upload(byte[] film, String... headers) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(uri("/api/v1/films")).POST(BodyPublishers.ofByteArray(film));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + box.httpPort() + path);
    }

    HttpClient http() {
        return http;
    }

    /** The list of films, once it looks as wanted. */
    JsonNode filmsWhen(Predicate<JsonNode> wanted, String... headers) throws IOException, InterruptedException {
        var until = Instant.now().plus(PATIENCE);
        while (true) {
            var films = json("/api/v1/films", headers).path("films");
            if (wanted.test(films)) {
                return films;
            }
            if (Instant.now().isAfter(until)) {
                throw new AssertionError("after %s the films are %s".formatted(PATIENCE, films.toPrettyString()));
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
    }

    /** The list of films, once it has so many and each has its end and its reports are delivered. */
    JsonNode filmsAtRest(int count) throws IOException, InterruptedException {
        return filmsWhen(films -> films.size() == count && allAtRest(films));
    }

    private static boolean allAtRest(JsonNode films) {
        for (var film : films) {
            if (List.of("waiting", "working").contains(film.path("state").asText())) {
                return false;
            }
            for (var delivery : film.path("deliveries")) {
                if (delivery.path("state").asText().equals("waiting")) {
                    return false;
                }
            }
        }
        return true;
    }

    /** What a command says to whoever types it. */
    static String command(Path data, String group, String... arguments) {
        var said = new StringWriter();
        BoxMain.commandLine()
                .setOut(new PrintWriter(said))
                .setErr(new PrintWriter(said))
                .execute(Stream.of(Stream.of(group), Stream.of(arguments), Stream.of("--data", data.toString()))
                        .flatMap(words -> words)
                        .toArray(String[]::new));
        return said.toString();
    }

    @Override
    public void close() {
        box.close();
    }
}
