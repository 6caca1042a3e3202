package org.mococxr.appliance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mococxr.appliance.web.door.Route;
import org.mococxr.phantom.PhantomKind;
import org.mococxr.phantom.PhantomStudy;

/**
 * Requirements covered: nothing that somebody sends is read or kept before it is known that he may; a form is at most 64 KiB;
 * who sends slowly holds nobody up.
 */
final class BodiesTest {
    private static final String PASSWORD = "four dry lungs";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String FORM_WITH_FILES = "multipart/form-data; boundary=x";
    private static final long ANNOUNCED = 200L << 20;

    @TempDir
    private static Path folder;

    private static RunningBox box;
    private static Browser technician;

    @BeforeAll
    static void start() throws Exception {
        box = RunningBox.startClosed(folder.resolve("data"));
        technician = new Browser(box).setUp("first", PASSWORD); // the first person is one
    }

    @AfterAll
    static void stop() {
        box.close();
    }

    private static List<Path> workFolder() throws IOException {
        try (var files = Files.walk(folder.resolve("data/work"))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static String head(String path, String type, String length, String... more) {
        return "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: %s\r\n%s\r\n%s\r\n"
                .formatted(path, type, length, lines(more));
    }

    private static String lines(String... lines) {
        return List.of(lines).stream().map(line -> line + "\r\n").collect(Collectors.joining());
    }

    private static Socket connect() throws IOException {
        var socket = new Socket("127.0.0.1", box.httpPort());
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String status(Socket socket) throws IOException {
        return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
    }

    /** Three such bodies used to end in OutOfMemoryError, and 382 MB in the work folder before the 401. */
    @ParameterizedTest
    @ValueSource(strings = {FORM, FORM_WITH_FILES})
    void manyLargeFormsToTheSignInPageAreRefusedWithoutBeingRead(String type) throws Exception {
        var senders = new ArrayList<Socket>();
        try {
            for (var i = 0; i < 20; i++) {
                senders.add(connect());
            }
            for (var sender : senders) {
                say(sender, head("/sign-in", type, "Content-Length: " + ANNOUNCED) + "name=".repeat(1000));
            }

            for (var sender : senders) {
                assertThat(status(sender)).isEqualTo("HTTP/1.1 413");
            }
            assertThat(workFolder()).isEmpty();
        } finally {
            for (var sender : senders) {
                sender.close();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/api/v1/films", "/dicom-web/studies", "/models", "/api/v1/models", "/v2/models/cxr-tiny/infer"})
    void anUploadOfSomebodyUnknownIsRefusedBeforeItIsReadAndLeavesNothing(String path) throws Exception {
        try (var stranger = connect()) {
            say(
                    stranger,
                    head(path, FORM_WITH_FILES, "Content-Length: " + ANNOUNCED)
                            + "--x\r\nContent-Disposition: form-data; name=\"film\"; filename=\"f.dcm\"\r\n\r\n"
                            + "DICM".repeat(50_000));

            assertThat(status(stranger)).isEqualTo("HTTP/1.1 401");
            assertThat(workFolder()).isEmpty();
        }
    }

    @Test
    void aStrangerIsNotListenedToForLong() throws Exception {
        try (var stranger = connect()) {
            say(stranger, head("/sign-in", FORM, "Content-Length: " + ANNOUNCED));
            assertThat(status(stranger)).isEqualTo("HTTP/1.1 413");

            var piece = new byte[1 << 16];
            var taken = 0L;
            try {
                for (; taken < ANNOUNCED; taken += piece.length) {
                    stranger.getOutputStream().write(piece);
                }
            } catch (IOException e) {
                // the box hung up
            }

            assertThat(taken).isLessThan(32L << 20); // 1 MiB, and what the system itself takes
        }
    }

    @Test
    void aBodyWithoutALengthIsCountedWhileItIsRead() throws Exception {
        var endless = new InputStream() {
            @Override
            public int read() {
                return 'a';
            }
        };
        var request = HttpRequest.newBuilder(box.uri("/sign-in"))
                .header("Content-Type", FORM)
                .header("Accept-Language", "fr")
                .POST(BodyPublishers.ofInputStream(() -> new InputStream() {
                    private int left = 200_000;

                    @Override
                    public int read() throws IOException {
                        return left-- > 0 ? endless.read() : -1;
                    }
                }));

        var answer = box.http().send(request.build(), BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.body()).contains("64 Kio");
    }

    @Test
    void whoeverIsSignedInIsHeldToTheSameSizeOfForms() throws Exception {
        var answer = technician.submit("/account/password", "present", "a".repeat(70_000));

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("64 KiB");
    }

    @Test
    void onlyTheseRoutesTakeMoreThanAForm() {
        assertThat(box.box().routes().stream()
                        .filter(route -> route.mostBodyBytes() > 64 << 10)
                        .collect(Collectors.toMap(Route::path, route -> route.mostBodyBytes() >> 20)))
                .containsOnly(
                        entry("/api/v1/films", 8), // as this box was started
                        entry("/dicom-web/studies", 8),
                        entry("/dicom-web/studies/{study}", 8),
                        entry("/api/v1/models", 513),
                        entry("/models", 513),
                        entry("/v2/models/{model}/infer", 16),
                        entry("/v2/models/{model}/versions/{version}/infer", 16));
    }

    private static java.util.Map.Entry<String, Long> entry(String path, long mebibytes) {
        return java.util.Map.entry(path, mebibytes);
    }

    private static HttpResponse<String> sendFilm(String secret, byte[] film) throws Exception {
        var start = "%s--x\r\nContent-Disposition: form-data; name=\"film\"; filename=\"रोगी.dcm\"\r\n\r\n"
                .formatted(
                        secret.isEmpty()
                                ? ""
                                : "--x\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n%s\r\n"
                                        .formatted(secret));
        var body = BodyPublishers.concat(
                BodyPublishers.ofString(start),
                BodyPublishers.ofByteArray(film),
                BodyPublishers.ofString("\r\n--x--\r\n"));
        return technician.send(technician
                .request("/api/v1/films")
                .header("Origin", "http://127.0.0.1:" + box.httpPort())
                .header("Content-Type", FORM_WITH_FILES)
                .POST(body));
    }

    @Test
    void aBrowserWithoutScriptsSendsTheSecretOfItsSessionAheadOfTheFilms() throws Exception {
        var film = PhantomStudy.dicom(PhantomKind.EFFUSION, 31);

        var foreign = sendFilm("", film);
        var guessed = sendFilm("guessed", film);
        assertThat(workFolder()).isEmpty();
        var own = sendFilm(technician.csrf(), film);

        assertThat(List.of(foreign.statusCode(), guessed.statusCode())).containsOnly(403);
        assertThat(own.statusCode()).isEqualTo(303); // back to the list
        assertThat(technician.open("/api/v1/films").body()).contains("\"ref\"");
    }

    /** 130 of them used to hold the pages for 40 seconds and more. */
    @ParameterizedTest
    @ValueSource(strings = {"/sign-in", "/api/v1/films", "/account/password"})
    void manySendersThatDripHoldNobodyUp(String path) throws Exception {
        var senders = new ArrayList<Socket>();
        var dripping = Executors.newSingleThreadExecutor();
        try {
            for (var i = 0; i < 140; i++) {
                var sender = new Socket(
                        "127.0.0.1", box.httpPort(), InetAddress.getByName("127.0.0.%d".formatted(2 + i % 10)), 0);
                say(sender, head(path, FORM, "Content-Length: 60000") + "name=a");
                senders.add(sender);
            }
            dripping.submit((Callable<Void>) () -> {
                while (!Thread.currentThread().isInterrupted()) {
                    for (var sender : senders) {
                        if (!sender.isClosed()) {
                            say(sender, "b");
                        }
                    }
                }
                return null;
            });

            for (var page : List.of("/sign-in", "/api/v1/health", "/assets/box.css")) {
                var answer = technician.send(technician.request(page).timeout(Duration.ofSeconds(10)));
                assertThat(answer.statusCode()).as(page).isEqualTo(200);
            }
            var signIn = new Browser(box).submit("/sign-in", "name", "first", "password", PASSWORD);
            assertThat(signIn.statusCode()).isEqualTo(303);
        } finally {
            dripping.shutdownNow();
            for (var sender : senders) {
                sender.close();
            }
        }
    }
}
