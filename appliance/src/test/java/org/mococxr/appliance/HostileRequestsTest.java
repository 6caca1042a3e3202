package org.mococxr.appliance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mococxr.phantom.PhantomKind;
import org.mococxr.phantom.PhantomStudy;

/** Requirements covered: whatever is sent, programs get one shape of error (RFC 9457), people a sentence; nothing leaks, nothing hangs. */
final class HostileRequestsTest {
    @TempDir
    private static Path folder;

    private static RunningBox box;

    @BeforeAll
    static void start() {
        box = RunningBox.start(folder.resolve("data"));
    }

    @AfterAll
    static void stop() {
        box.close();
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return box.http().send(request.build(), BodyHandlers.ofString());
    }

    private static void isProblem(HttpResponse<String> answer, int status) throws Exception {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/problem+json");
        var problem = new ObjectMapper().readTree(answer.body());
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("type").asText()).isEqualTo("about:blank");
        assertThat(problem.path("title").asText()).isNotBlank();
        assertThat(problem.path("detail").asText()).isNotBlank().doesNotContain("Exception", "org.mococxr", "\tat ");
    }

    @Test
    void everyKindOfMistakeOfAProgramHasTheOneShape() throws Exception {
        isProblem(send(HttpRequest.newBuilder(box.uri("/api/v1/films/nosuch"))), 404);
        isProblem(send(HttpRequest.newBuilder(box.uri("/api/v1/nothing"))), 404);
        isProblem(send(HttpRequest.newBuilder(box.uri("/api/v1/films?limit=many"))), 400);
        isProblem(send(HttpRequest.newBuilder(box.uri("/api/v1/films?show=everything"))), 400);
        isProblem(send(HttpRequest.newBuilder(box.uri("/api/v1/health")).DELETE()), 405);
        isProblem(
                send(HttpRequest.newBuilder(box.uri("/api/v1/films")).header("Authorization", "Bearer cxr_expired")),
                401);
        isProblem(
                send(HttpRequest.newBuilder(box.uri("/api/v1/films")).POST(BodyPublishers.ofString("no film at all"))),
                422);
        isProblem(send(HttpRequest.newBuilder(box.uri("/api/v1/films")).POST(BodyPublishers.noBody())), 422);
        isProblem(
                send(HttpRequest.newBuilder(box.uri("/api/v1/films"))
                        .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[9 << 20])))),
                413);
        isProblem(
                send(HttpRequest.newBuilder(box.uri("/api/v1/films"))
                        .header("Content-Type", "multipart/form-data; boundary=x")
                        .POST(BodyPublishers.ofString("--x--\r\n"))),
                400);
    }

    @Test
    void sqlAndPathTricksFindNothing() throws Exception {
        for (var trick : List.of(
                "'%20or%20'1'='1",
                "..%2f..%2fpeople.db", "%00", "nosuch;drop%20table%20film", "%2e%2e", "a%0d%0aSet-Cookie:x=1")) {
            for (var path :
                    List.of("/api/v1/films/" + trick, "/films/" + trick, "/api/v1/films/" + trick + "/image.png")) {
                var answer = send(HttpRequest.newBuilder(box.uri(path)));
                assertThat(answer.statusCode()).as(path).isIn(400, 404);
                assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
                assertThat(answer.body()).doesNotContain("SQLITE", "Exception");
            }
        }
        assertThat(send(HttpRequest.newBuilder(box.uri("/api/v1/films"))).statusCode())
                .isEqualTo(200);
    }

    @Test
    void aPersonReadsASentenceOnAPage() throws Exception {
        var page = send(HttpRequest.newBuilder(box.uri("/films/nosuch")).header("Accept", "text/html"));

        assertThat(page.statusCode()).isEqualTo(404);
        assertThat(page.body()).contains("There is no such film.", "Research use only", "<html lang=\"en\">");
    }

    /** CVE-2026-5439 and others (Orthanc): memory for a Content-Length that is only claimed. */
    @Test
    void aBodyThatIsOnlyAnnouncedIsRefusedByItsLength() throws Exception {
        for (var path : List.of("/api/v1/films", "/dicom-web/studies")) {
            try (var liar = new Socket("127.0.0.1", box.httpPort())) {
                liar.setSoTimeout(10_000);
                liar.getOutputStream()
                        .write(("POST " + path
                                        + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9223372036854775807\r\n"
                                        + "Content-Type: multipart/related; type=\"application/dicom\"; boundary=x\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));

                var status = new String(liar.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);

                assertThat(status).as(path).isEqualTo("HTTP/1.1 413");
            }
        }
    }

    /** A connection that is closed over unread bytes is reset, and its answer is lost: sometimes, hence again and again. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    /api/v1/films | application/octet-stream | 20
                    /api/v1/films | multipart/form-data; boundary=x | 20
                    /api/v1/films | multipart/form-data; boundary=x | 8
                    /dicom-web/studies | multipart/related; type="application/dicom"; boundary=x | 20
                    """)
    void whoeverSendsTooMuchHearsSoEveryTime(String path, String type, int mebibytes) throws Exception {
        var start = "--x\r\nContent-Disposition: form-data; name=\"film\"; filename=\"f.dcm\"\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII);
        var tooLarge = Arrays.copyOf(start, (mebibytes << 20) + (1 << 19));
        for (var time = 1; time <= 10; time++) {
            try (var sender = new Socket("127.0.0.1", box.httpPort())) {
                sender.setSoTimeout(10_000);
                sender.getOutputStream()
                        .write(
                                "POST %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: %d\r\nContent-Type: %s\r\n\r\n"
                                        .formatted(path, tooLarge.length, type)
                                        .getBytes(StandardCharsets.US_ASCII));
                sender.getOutputStream().write(tooLarge);

                var answer = new String(sender.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

                assertThat(answer).as("time " + time).startsWith("HTTP/1.1 413").contains(" 8 MiB");
            }
        }
    }

    /** CVE-2026-5438 and others (Orthanc): a compressed body that inflates to gigabytes. It is not inflated, but read as it came. */
    @Test
    void aCompressedBodyIsNotInflated() throws Exception {
        var bomb = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bomb)) {
            out.write(PhantomStudy.dicom(PhantomKind.NORMAL, 5));
            for (var i = 0; i < 64; i++) {
                out.write(new byte[1 << 20]);
            }
        }

        isProblem(
                send(HttpRequest.newBuilder(box.uri("/api/v1/films"))
                        .header("Content-Encoding", "gzip")
                        .POST(BodyPublishers.ofByteArray(bomb.toByteArray()))),
                422);
    }

    @Test
    void aClientThatSendsItsRequestDropByDropHoldsNobodyUp() throws Exception {
        try (var slow = new Socket("127.0.0.1", box.httpPort())) {
            slow.getOutputStream()
                    .write("POST /api/v1/films HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\nDICM"
                            .getBytes(StandardCharsets.US_ASCII));
            slow.getOutputStream().flush();

            assertThat(send(HttpRequest.newBuilder(box.uri("/api/v1/health"))).statusCode())
                    .isEqualTo(200);
            assertThat(send(HttpRequest.newBuilder(box.uri("/"))).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void moreSlowSendersThanTheBoxHasThreadsHoldNobodyElseUp() throws Exception {
        var senders = new ArrayList<Socket>();
        try {
            for (var i = 0; i < 100; i++) {
                var sender = new Socket("127.0.0.1", box.httpPort(), InetAddress.getByName("127.0.0.2"), 0);
                sender.getOutputStream()
                        .write("POST /api/v1/films HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\nDICM"
                                .getBytes(StandardCharsets.US_ASCII));
                senders.add(sender);
            }

            var answer = send(HttpRequest.newBuilder(box.uri("/api/v1/health")).timeout(Duration.ofSeconds(10)));

            assertThat(answer.statusCode()).isEqualTo(200);
        } finally {
            for (var sender : senders) {
                sender.close();
            }
        }
    }

    @Test
    void anUnknownHostNameIsTurnedAwaySoThatNoNameServerCanPointAForeignPageHere() throws Exception {
        try (var socket = new Socket("127.0.0.1", box.httpPort())) {
            socket.getOutputStream()
                    .write("GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();

            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 403");
        }
    }
}
