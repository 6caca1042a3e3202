package org.mococxr.appliance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mococxr.appliance.health.DiskSpace;
import org.mococxr.dicom.DicomReader;
import org.mococxr.dicom.Tag;
import org.mococxr.phantom.PhantomKind;
import org.mococxr.phantom.PhantomStudy;

/**
 * STOW-RS as PS3.18 section 10.5 tells it, over real HTTP.
 *
 * <p>Covers: 200, 202, 400, 406, 409, 415, 503; Referenced, Failed and Other Failures SOP Sequence; the film goes the way of every film.
 */
final class StowTest {
    private static final String RELATED = "multipart/related; type=\"application/dicom\"; boundary=frontier";
    private static final long FREE_BYTES = 1L << 40;
    private static final long RESERVE_BYTES = 1000;
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private RunningBox box;

    @BeforeEach
    void start() {
        box = RunningBox.start(folder.resolve("data"));
    }

    @AfterEach
    void stop() {
        box.close();
    }

    private static byte[] body(List<byte[]> parts, String partType) {
        var body = new ByteArrayOutputStream();
        for (var part : parts) {
            body.writeBytes(
                    "--frontier\r\nContent-Type: %s\r\n\r\n".formatted(partType).getBytes(StandardCharsets.US_ASCII));
            body.writeBytes(part);
            body.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        body.writeBytes("--frontier--".getBytes(StandardCharsets.US_ASCII));
        return body.toByteArray();
    }

    private HttpResponse<String> post(String path, String contentType, String accept, byte[] body)
            throws IOException, InterruptedException {
        return box.http()
                .send(
                        HttpRequest.newBuilder(box.uri(path))
                                .header("Content-Type", contentType)
                                .header("Accept", accept)
                                .POST(BodyPublishers.ofByteArray(body))
                                .build(),
                        BodyHandlers.ofString());
    }

    private HttpResponse<String> store(String path, byte[]... objects) throws IOException, InterruptedException {
        return post(path, RELATED, "application/dicom+json", body(List.of(objects), "application/dicom"));
    }

    private static JsonNode items(HttpResponse<String> response, String tag) throws IOException {
        return JSON.readTree(response.body()).path(tag).path("Value");
    }

    private static String uid(byte[] object, int tag) {
        return DicomReader.readHeader(object).dataset().getString(tag).orElseThrow();
    }

    @Test
    void storedFilmsAreReferencedAndGoTheWayOfEveryFilm() throws Exception {
        var film = PhantomStudy.dicom(PhantomKind.EFFUSION, 1);
        var lateral = PhantomStudy.dicom(PhantomKind.LATERAL, 2);

        var response = store("/dicom-web/studies", film, lateral);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/dicom+json"));
        var referenced = items(response, "00081199");
        assertThat(referenced).hasSize(2);
        assertThat(referenced.get(0).path("00081155").path("Value").get(0).asText())
                .isEqualTo(uid(film, Tag.SOPInstanceUID));
        assertThat(referenced.get(0).path("00081150").path("Value").get(0).asText())
                .isEqualTo(uid(film, Tag.SOPClassUID));
        assertThat(items(response, "00081198")).isEmpty();
        var films = box.filmsAtRest(2);
        assertThat(films.findValuesAsText("source")).containsOnly("dicomweb");
        assertThat(films.findValuesAsText("state")).containsExactlyInAnyOrder("scored", "refused");
    }

    @Test
    void whatIsNotOfTheStudyFailsAndTheRestIsStored() throws Exception {
        var film = PhantomStudy.dicom(PhantomKind.EFFUSION, 1);
        var other = PhantomStudy.dicom(PhantomKind.NORMAL, 2);
        var study = uid(film, Tag.StudyInstanceUID);

        var response = store("/dicom-web/studies/" + study, film, other);

        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(items(response, "00081199")).hasSize(1);
        var failed = items(response, "00081198");
        assertThat(failed).hasSize(1);
        assertThat(failed.get(0).path("00081155").path("Value").get(0).asText())
                .isEqualTo(uid(other, Tag.SOPInstanceUID));
        assertThat(failed.get(0).path("00081197").path("Value").get(0).asInt()).isEqualTo(0xa900);
        assertThat(box.filmsAtRest(1)).hasSize(1);
    }

    @Test
    void whatIsNoDicomIsAnotherFailure() throws Exception {
        var response = store("/dicom-web/studies", "hello, I am no film".getBytes(StandardCharsets.US_ASCII));

        assertThat(response.statusCode()).isEqualTo(409);
        assertThat(items(response, "0008119A")
                        .get(0)
                        .path("00081197")
                        .path("Value")
                        .get(0)
                        .asInt())
                .isEqualTo(0xc000);
    }

    @Test
    void aFilmSentAgainIsStoredOnce() throws Exception {
        var film = PhantomStudy.dicom(PhantomKind.EFFUSION, 1);

        assertThat(store("/dicom-web/studies", film).statusCode()).isEqualTo(200);
        assertThat(store("/dicom-web/studies", film).statusCode()).isEqualTo(200);

        assertThat(box.filmsAtRest(1)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/dicom | */* | 415",
                "multipart/form-data; boundary=frontier | */* | 415",
                "multipart/related; type=\"application/dicom+json\"; boundary=frontier | */* | 415",
                "multipart/related; type=\"application/dicom\" | */* | 400",
                "multipart/related; type=\"application/dicom\"; boundary=other | */* | 400",
                "multipart/related; type=\"application/dicom\"; boundary=frontier | application/dicom+xml | 406"
            })
    void whatIsNoStoreRequestIsTurnedAway(String contentType, String accept, int status) throws Exception {
        var film = PhantomStudy.dicom(PhantomKind.EFFUSION, 1);

        var response = post("/dicom-web/studies", contentType, accept, body(List.of(film), "application/dicom"));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(box.json("/api/v1/films").path("films")).isEmpty();
    }

    @Test
    void aRequestWithoutObjectsIsTurnedAway() throws Exception {
        assertThat(store("/dicom-web/studies").statusCode()).isEqualTo(400);
    }

    @Test
    void aPartOfAnotherTypeFailsAndTheRestIsRead() throws Exception {
        var response = post(
                "/dicom-web/studies",
                RELATED,
                "*/*",
                body(List.of("{}".getBytes(StandardCharsets.US_ASCII)), "text/json"));

        assertThat(response.statusCode()).isEqualTo(409);
        assertThat(items(response, "0008119A")).hasSize(1);
    }

    @Test
    void onAFullDiskNothingIsStoredAndTheSenderHearsWhenToComeAgain() throws Exception {
        box.close();
        var free = new AtomicLong(FREE_BYTES);
        box = RunningBox.start(folder.resolve("full"), new DiskSpace(free::get, RESERVE_BYTES));
        free.set(RESERVE_BYTES - 1);
        var film = PhantomStudy.dicom(PhantomKind.EFFUSION, 1);

        var refused = store("/dicom-web/studies", film);

        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValueAsLong("Retry-After")).isNotEmpty();
        var failed = items(refused, "00081198");
        assertThat(failed).hasSize(1);
        assertThat(failed.get(0).path("00081197").path("Value").get(0).asInt()).isEqualTo(0xa700);
        assertThat(box.json("/api/v1/films").path("films")).isEmpty();
        free.set(FREE_BYTES);
        assertThat(store("/dicom-web/studies", film).statusCode()).isEqualTo(200);
    }

    @Test
    void aBodyLargerThanIsTakenIsTurnedAway() throws Exception {
        var response = store("/dicom-web/studies", new byte[10 << 20]);

        assertThat(response.statusCode()).isEqualTo(413);
    }
}
