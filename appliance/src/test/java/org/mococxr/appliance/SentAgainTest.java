package org.mococxr.appliance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mococxr.dicom.Attributes;
import org.mococxr.dicom.DicomObject;
import org.mococxr.dicom.DicomWriter;
import org.mococxr.dicom.Tag;
import org.mococxr.dicom.TransferSyntax;
import org.mococxr.dicom.VR;
import org.mococxr.dicom.net.DeliveryOutcome;
import org.mococxr.dicom.net.Part10Header;
import org.mococxr.phantom.PhantomKind;
import org.mococxr.phantom.PhantomStudy;
import org.mococxr.phantom.PhantomStudyOptions;

/**
 * Requirements covered: an acknowledged film's bytes are never replaced, by whichever way something comes; a film that is sent again in
 * another transfer syntax is one film with one result; what really differs is kept beside it and shown as a conflict.
 */
final class SentAgainTest {
    @TempDir
    private Path folder;

    private Path watched;
    private RunningBox box;

    @BeforeEach
    void start() throws IOException {
        watched = Files.createDirectory(folder.resolve("watched"));
        box = RunningBox.watching(folder.resolve("data"), watched);
    }

    @AfterEach
    void stop() {
        box.close();
    }

    @Test
    void oneFilmInThreeTransferSyntaxesByFourWaysIsOneFilmWithOneResult() throws Exception {
        assertThat(box.store(film(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN)))
                .isInstanceOf(DeliveryOutcome.Delivered.class);
        var before = onlyFilm(box.filmsAtRest(1));
        var file = storedFiles().get(0);
        var bytes = Files.readAllBytes(file);

        assertThat(box.store(film(TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN)))
                .isInstanceOf(DeliveryOutcome.Delivered.class);
        assertThat(stow(film(TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN)))
                .isEqualTo(200);
        assertThat(box.upload(film(TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN)).body())
                .contains(before.path("ref").asText());
        Files.write(watched.resolve("film.dcm"), film(TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN));
        awaitFile(watched.resolve("done/film.dcm"));

        assertThat(onlyFilm(box.filmsAtRest(1))).isEqualTo(before);
        assertThat(storedFiles()).containsExactly(file);
        assertThat(file).hasBinaryContent(bytes);
    }

    /** The digest that names a stored film covers its data set alone. */
    @Test
    void theSameBytesAnnouncedAsSomethingElseByAnyWayReplaceNothing() throws Exception {
        assertThat(box.store(film(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN)))
                .isInstanceOf(DeliveryOutcome.Delivered.class);
        var ref = onlyFilm(box.filmsAtRest(1)).path("ref").asText();
        var file = storedFiles().get(0);
        var bytes = Files.readAllBytes(file);
        var otherwise = announcedAsJpeg();

        box.store(otherwise);
        stow(otherwise);
        box.upload(otherwise);
        Files.write(watched.resolve("film.dcm"), otherwise);
        awaitFile(watched.resolve("done/film.dcm"));

        assertThat(file).hasBinaryContent(bytes);
        assertThat(box.get("/api/v1/films/" + ref + "/image.png").statusCode()).isEqualTo(200);
        assertThat(box.filmsAtRest(2).findValuesAsText("state")).containsExactlyInAnyOrder("scored", "refused");
    }

    @Test
    void sentAtOnceByManyInSeveralTransferSyntaxesItIsStillOneFilm() throws Exception {
        var senders = Stream.of(
                        TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
                        TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN,
                        TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN)
                .flatMap(syntax -> Stream.of(film(syntax), film(syntax)))
                .<Callable<DeliveryOutcome>>map(film -> () -> box.store(film))
                .toList();
        var threads = Executors.newFixedThreadPool(senders.size());

        var answers = threads.invokeAll(senders);
        threads.shutdown();

        for (var answer : answers) {
            assertThat(answer.get()).isInstanceOf(DeliveryOutcome.Delivered.class);
        }
        assertThat(box.filmsAtRest(1)).hasSize(1);
        assertThat(storedFiles()).hasSize(1);
    }

    @Test
    void anotherFilmOfThatUidIsKeptBesideItAndShown() throws Exception {
        box.upload(film(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN));
        var other = dataset();
        other.setString(Tag.PatientID, VR.LO, "SOMEBODY-ELSE");

        box.upload(bytes(other, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN));

        var films = box.filmsAtRest(2);
        assertThat(films).hasSize(2);
        assertThat(storedFiles()).hasSize(2);
        assertThat(films.findValuesAsText("conflict")).containsExactlyInAnyOrder("false", "true");
    }

    private static JsonNode onlyFilm(JsonNode films) {
        assertThat(films).hasSize(1);
        return films.get(0);
    }

    private List<Path> storedFiles() throws IOException {
        try (var files = Files.walk(folder.resolve("data/inbox/objects"))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static void awaitFile(Path file) throws InterruptedException {
        for (var look = 0; look < 3000 && !Files.exists(file); look++) {
            Thread.sleep(20);
        }
        assertThat(file).exists();
    }

    private int stow(byte[] film) throws IOException, InterruptedException {
        var body = new ByteArrayOutputStream();
        body.writeBytes("--frontier\r\nContent-Type: application/dicom\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        body.writeBytes(film);
        body.writeBytes("\r\n--frontier--".getBytes(StandardCharsets.US_ASCII));
        return box.http()
                .send(
                        HttpRequest.newBuilder(box.uri("/dicom-web/studies"))
                                .header(
                                        "Content-Type",
                                        "multipart/related; type=\"application/dicom\"; boundary=frontier")
                                .header("Accept", "application/dicom+json")
                                .POST(BodyPublishers.ofByteArray(body.toByteArray()))
                                .build(),
                        BodyHandlers.ofString())
                .statusCode();
    }

    private static Attributes dataset() {
        return PhantomStudy.dataset(PhantomKind.EFFUSION, 1, PhantomStudyOptions.usual());
    }

    private static byte[] film(TransferSyntax syntax) {
        return bytes(dataset(), syntax);
    }

    private static byte[] bytes(Attributes dataset, TransferSyntax syntax) {
        return DicomWriter.toBytes(DicomObject.of(dataset, syntax));
    }

    /** The same data set behind a header that names another transfer syntax. */
    private static byte[] announcedAsJpeg() throws IOException {
        var dataset = dataset();
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(new Part10Header(
                        dataset.getString(Tag.SOPClassUID).orElseThrow(),
                        dataset.getString(Tag.SOPInstanceUID).orElseThrow(),
                        TransferSyntax.JPEG_LOSSLESS_FIRST_ORDER.uid(),
                        "")
                .encode());
        DicomWriter.writeDataset(bytes, dataset, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
        return bytes.toByteArray();
    }
}
