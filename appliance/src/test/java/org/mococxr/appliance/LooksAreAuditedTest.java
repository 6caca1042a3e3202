package org.mococxr.appliance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.DriverManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mococxr.appliance.people.LocalToken;
import org.mococxr.phantom.PhantomKind;
import org.mococxr.phantom.PhantomStudy;

/** Threat covered: somebody who may look at films looks at all of them, and no line says so; or edits the line that does. */
final class LooksAreAuditedTest {
    private static final String PASSWORD = "four dry lungs";

    @TempDir
    private Path folder;

    @Test
    void whoLooksAtListsSearchesResultsPicturesSlipsAndTablesIsTakenDown() throws Exception {
        var data = folder.resolve("data");
        try (var box = RunningBox.startClosed(data)) {
            var admin = new Browser(box).setUp("first", PASSWORD);
            var auditor = admin.add("ada", "auditor");
            box.store(PhantomStudy.dicom(PhantomKind.EFFUSION, 1));
            var token = "Bearer " + LocalToken.read(data.resolve("local-token"));
            var ref = box.filmsWhen(
                            films -> films.size() == 1
                                    && films.get(0).path("state").asText().equals("scored"),
                            "Authorization",
                            token)
                    .get(0)
                    .path("ref")
                    .asText();
            for (var path : new String[] {
                "/?find=Lovelace",
                "/films/" + ref + "/slip",
                "/api/v1/films/" + ref,
                "/results.csv",
                "/api/v1/films/" + ref + "/image.png"
            }) {
                box.get(path, "Authorization", token, "Accept", "text/html");
            }

            var page = auditor.open("/audit").body();

            assertThat(page)
                    .contains(
                            "looked at lists of films",
                            "searched for films",
                            "opened slips",
                            "fetched results of films",
                            "looked at pictures",
                            "took results away",
                            ref)
                    .contains("The record is whole")
                    .as("what was searched for may name a patient")
                    .doesNotContain("Lovelace");
        }
        assertThat(doctor(data)).contains("Audit:", "whole,");
    }

    @Test
    void doctorSaysAtWhichLineTheAuditIsNotAsItWasWritten() throws Exception {
        var data = folder.resolve("data");
        try (var box = RunningBox.startClosed(data)) {
            new Browser(box).setUp("first", PASSWORD).add("ada", "auditor");
        }
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("people.db"));
                var statement = connection.createStatement()) {
            statement.executeUpdate("drop trigger audit_fixed");
            statement.executeUpdate("update audit set who = 'eve' where id = 2");
        }

        assertThat(doctor(data)).contains("Audit:", "WRONG", "line 2: it is not as it was written");
    }

    private static String doctor(Path data) {
        return RunningBox.command(
                data, "doctor", "--trust", TinyModel.get().trusted().toString());
    }
}
