package org.mococxr.appliance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mococxr.appliance.journal.Journal;
import org.mococxr.phantom.PhantomKind;
import org.mococxr.phantom.PhantomStudy;

/** A box with as many films in its queue as it takes says "later" at every door, and says when. */
final class BackPressureTest {
    @TempDir
    private Path folder;

    @Test
    void aFullQueueIsToldToModalitiesAndProgramsUntilThereIsRoom() throws Exception {
        var data = folder.resolve("data");
        var film = PhantomStudy.dicom(PhantomKind.LATERAL, 1);
        Journal.open(Files.createDirectories(data).resolve("journal.db"), Clock.systemUTC())
                .close();
        change(
                data,
                "insert into film (id, ref, object_digest, size_bytes, received_at, source, sender)"
                        + " with recursive n(i) as (select 1 union all select i + 1 from n where i < 5000)"
                        + " select i, 'ref' || i, 'digest' || i, 1, 1, 'dicom', 'XRAY1' from n",
                "insert into work (film_id, stage, not_before, lane) select id, 'waiting', 99999999999999, 1 from film");
        try (var box = RunningBox.start(data)) {
            var stored = box.store(film);
            var uploaded = box.upload(film);
            var stow = storeByWeb(box, film);

            assertThat(stored.sentence()).contains("A700H", "too many films wait");
            assertThat(uploaded.statusCode()).isEqualTo(429);
            assertThat(uploaded.headers().firstValue("Retry-After"))
                    .hasValueSatisfying(
                            seconds -> assertThat(Integer.parseInt(seconds)).isPositive());
            assertThat(uploaded.headers().firstValue("Content-Type"))
                    .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
            assertThat(new ObjectMapper()
                            .readTree(uploaded.body())
                            .path("detail")
                            .asText())
                    .contains("Too many films wait");
            assertThat(stow.statusCode()).as(stow.body()).isEqualTo(503);
            assertThat(stow.headers().firstValueAsLong("Retry-After").orElse(0)).isPositive();
            assertThat(new ObjectMapper()
                            .readTree(stow.body())
                            .at("/00081198/Value/0/00081197/Value/0")
                            .asInt())
                    .as("Failure Reason of the Failed SOP Sequence")
                    .isEqualTo(0xa700);

            change(data, "update work set stage = 'done' where film_id = 1");

            assertThat(storeByWeb(box, film).statusCode()).isEqualTo(200);
        }
    }

    private static HttpResponse<String> storeByWeb(RunningBox box, byte[] film) throws Exception {
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
                                .POST(BodyPublishers.ofByteArray(body.toByteArray()))
                                .build(),
                        BodyHandlers.ofString());
    }

    private static void change(Path data, String... statements) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("journal.db"));
                var statement = connection.createStatement()) {
            statement.execute("pragma busy_timeout = 10000");
            for (var sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
