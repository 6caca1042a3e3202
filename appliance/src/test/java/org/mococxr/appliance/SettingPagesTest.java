package org.mococxr.appliance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mococxr.appliance.web.ports.WebSettings;
import org.mococxr.dicom.net.Peer;
import org.mococxr.dicom.net.PresentationContext;
import org.mococxr.dicom.net.StoreScu;
import org.mococxr.phantom.PhantomKind;
import org.mococxr.phantom.PhantomStudy;
import org.mococxr.phantom.PhantomStudyOptions;

/**
 * An administrator's pages over real HTTP: first steps of a new box, models from installation to the way back, operating points
 * and settings with their effect before they hold; all of it audited.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class SettingPagesTest {
    private static final Pattern REVISION = Pattern.compile("name=\"revision\" value=\"(\\d+)\"");

    private static final int MOST_UPLOAD_BYTES = 32 << 20;

    @TempDir
    private static Path folder;

    private static RunningBox box;
    private static Browser admin;

    @BeforeAll
    static void aNewBox() throws Exception {
        box = RunningBox.start(
                folder.resolve("data"), new WebSettings("127.0.0.1", 0, MOST_UPLOAD_BYTES, 2, false, Optional.empty()));
        admin = new Browser(box).setUp("first", "four dry lungs");
    }

    @AfterAll
    static void close() {
        box.close();
    }

    private static String page(String path) throws IOException, InterruptedException {
        var answer = admin.open(path);
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return answer.body();
    }

    private static void film(PhantomKind kind, long seed) throws Exception {
        box.store(PhantomStudy.dicom(kind, seed));
    }

    @Test
    @Order(1)
    void theFirstStepsEndWhenEachWasConfirmed() throws Exception {
        assertThat(page("/system")).contains("6 first steps are left");
        admin.submit("/first-steps/site", "site_name", "Clinic <of> the Lake");
        for (var step : new String[] {"clock", "network", "peers", "test_film", "slip"}) {
            assertThat(admin.submit("/first-steps/" + step).statusCode()).isEqualTo(303);
        }

        assertThat(page("/first-steps")).contains("All first steps are done", "CXRBOX", "Clinic &lt;of&gt; the Lake");
        assertThat(page("/system")).doesNotContain("first steps are left");
        assertThat(admin.submit("/first-steps/nonsense").statusCode()).isEqualTo(404);
    }

    @Test
    @Order(2)
    void aTestFilmIsMarkedWhereverItIsShownAndLeftOutOfTheStatistics() throws Exception {
        var film = admin.submit("/system/test-film")
                .headers()
                .firstValue("Location")
                .orElseThrow();

        assertThat(page("/")).contains("TEST FILM", "A drawing, no patient");
        assertThat(page(film)).contains("test-mark", "TEST FILM");
        assertThat(page(film + "/slip")).contains("test-mark", "TEST FILM");
        assertThat(page("/dashboard")).contains("<dt>Received</dt><dd>0</dd>");
        assertThat(page("/first-steps")).contains("Newest test film");
    }

    @Test
    @Order(3)
    void anotherOperatingPointIsShownWithItsEffectAndHoldsOnceConfirmed() throws Exception {
        for (var seed = 1; seed <= 4; seed++) {
            film(PhantomKind.EFFUSION, seed);
        }
        awaitEnds(5);
        var model = box.json("/api/v1/models", "Cookie", admin.cookie())
                .path("models")
                .get(0);
        var path = "/models/" + model.path("digest").asText().substring(0, 12);
        var other = other(model);
        assertThat(page("/models")).contains("In use", "Choose operating points");
        assertThat(page(path)).contains("Operating points", "In force", "How it was measured");

        var preview = page(path + "/points?pleural_effusion=" + other);

        assertThat(preview)
                .contains("Of the last 4 films", "Nothing has been changed yet", "Decide by these from now on");
        assertThat(chosen(path)).isNotEqualTo(other);
        assertThat(confirmPoints(model, "f".repeat(64)).statusCode()).isEqualTo(409);
        assertThat(chosen(path)).isNotEqualTo(other);
        assertThat(confirmPoints(model, model.path("digest").asText()).statusCode())
                .isEqualTo(303);
        assertThat(chosen(path)).isEqualTo(other);
        assertThat(confirmPoints(model, model.path("digest").asText()).statusCode())
                .as("somebody changed it since this was looked at")
                .isEqualTo(409);
        assertThat(admin.open(path + "/points?pleural_effusion=nonsense").statusCode())
                .isEqualTo(409);
    }

    private static String chosen(String path) throws Exception {
        return page(path).replaceFirst("(?s).*name=\"pleural_effusion\" value=\"(\\w+)\" checked.*", "$1");
    }

    /** An operating point of pleural effusion that is not in force. */
    private static String other(JsonNode model) {
        var finding = model.path("findings").get(0);
        var now = finding.path("operatingPoint").asText();
        return finding.path("choices").findValuesAsText("operatingPoint").stream()
                .filter(name -> !name.equals(now))
                .findFirst()
                .orElseThrow();
    }

    private static HttpResponse<String> confirmPoints(JsonNode model, String digest) throws Exception {
        return admin.submit(
                "/models/" + model.path("digest").asText() + "/points",
                "model",
                digest,
                "pleural_effusion",
                other(model),
                "was.pleural_effusion",
                model.path("findings").get(0).path("operatingPoint").asText(),
                "tuberculosis",
                model.path("findings").get(1).path("operatingPoint").asText(),
                "was.tuberculosis",
                model.path("findings").get(1).path("operatingPoint").asText());
    }

    /** The test film counts among them. */
    private static void awaitEnds(int films) throws Exception {
        box.filmsWhen(
                list -> {
                    var ended = 0;
                    for (var film : list) {
                        ended += film.has("concludedAt") ? 1 : 0;
                    }
                    return ended >= films;
                },
                "Cookie",
                admin.cookie());
    }

    @Test
    @Order(4)
    void aModelIsInstalledTriedOutPutIntoUseAndLeftAgain() throws Exception {
        var next = TinyModel.next().modelPackage();

        var installed = upload(Files.readAllBytes(next));

        assertThat(installed.body()).contains("is installed and verified", "Being tried out", "No film has come");
        film(PhantomKind.NORMAL, 9);
        var digest = installed.body().replaceFirst("(?s).*/models/([0-9a-f]{12})/activate.*", "$1");
        assertThat(page("/models/" + digest + "/card")).contains("Intended use", "Research use only");
        var activated = admin.submit("/models/" + digest + "/activate");
        assertThat(activated.body()).contains("is in use from the next film on");
        assertThat(page("/models")).contains("The one before", "Go back to this one");
        assertThat(admin.submit("/models/rollback").body()).contains("is in use from the next film on");
        assertThat(admin.submit("/models/rollback").body()).contains("no earlier model");
        assertThat(admin.submit("/models/" + digest + "/trial").body()).contains("is tried out from the next film on");
        assertThat(admin.submit("/models/trial/end").body()).contains("The trial was ended");
        assertThat(admin.submit("/models/self-test").body()).contains("passed");
    }

    @Test
    @Order(5)
    void whatIsNoPackageIsRefusedInASentenceAndChangesNothing() throws Exception {
        var before = page("/models");

        var refused = upload("no package".getBytes(StandardCharsets.UTF_8));

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("notice wrong");
        assertThat(upload(new byte[0]).statusCode()).isEqualTo(400);
        assertThat(page("/models").split("class=\"sheet model\"", -1))
                .hasSameSizeAs(before.split("class=\"sheet model\"", -1));
    }

    private static HttpResponse<String> upload(byte[] content) throws IOException, InterruptedException {
        var boundary = "cxr-boundary";
        var head =
                "--%1$s\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n%2$s\r\n--%1$s\r\nContent-Disposition: form-data; name=\"package\"; filename=\"m.cxrmodel\"\r\nContent-Type: application/octet-stream\r\n\r\n"
                        .formatted(boundary, admin.csrf());
        return admin.send(admin.request("/models")
                .header("Origin", "http://127.0.0.1:" + box.httpPort())
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(BodyPublishers.concat(
                        BodyPublishers.ofString(head),
                        BodyPublishers.ofByteArray(content),
                        BodyPublishers.ofString("\r\n--" + boundary + "--\r\n"))));
    }

    @Test
    @Order(6)
    void settingsAreShownWithTheirEffectAndHoldOnceConfirmed() throws Exception {
        box.store(PhantomStudy.dicom(
                PhantomKind.NORMAL, 50, PhantomStudyOptions.usual().withShortSidePixels(600)));
        awaitEnds(7);

        var preview = page("/settings/preview?site_name=Hill&policy=research&keep_days=30&make_room_below=0");

        assertThat(preview)
                .contains("1 were refused for size, view or age alone", "Pictures are kept for 30 days", "Hill");
        assertThat(page("/settings")).doesNotContain("value=\"30\"");
        var revision = REVISION.matcher(preview);
        assertThat(revision.find()).isTrue();
        assertThat(confirm(revision.group(1)).statusCode()).isEqualTo(303);
        assertThat(page("/settings")).contains("value=\"30\"", "value=\"research\" checked", "Hill");
        assertThat(confirm(revision.group(1)).statusCode()).as("an old preview").isEqualTo(409);
        assertThat(page("/settings/preview?site_name=Hill&policy=research&keep_days=30&make_room_below=0"))
                .contains("there is nothing to change");
        assertThat(admin.open("/settings/preview?keep_days=-1").statusCode()).isEqualTo(400);
        assertThat(admin.open("/settings/preview?keep_days=soon").statusCode()).isEqualTo(400);
        assertThat(admin.open("/settings/preview?keep_days=99999999999").body())
                .contains("pixels are kept for 1 to 36500 days, or 0 for ever, was 99999999999");
        box.store(PhantomStudy.dicom(
                PhantomKind.NORMAL, 51, PhantomStudyOptions.usual().withShortSidePixels(600)));
        var films = box.filmsWhen(list -> list.size() == 8 && list.get(0).has("concludedAt"), "Cookie", admin.cookie());
        assertThat(films.get(0).path("state").asText()).isEqualTo("scored");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "keep_days=-1|de 1 à 36500 jours",
                "keep_days=soon|« soon » n’est pas un nombre entier",
                "make_room_below=999999999999|1 à 100000000 Mio",
                "copies_from=A%5CB|n’est pas un titre AE",
                "site_name=0123456789012345678901234567890123456789012345678901234567890|au plus 60 caractères"
            })
    @Order(6)
    void aSettingOutOfItsRangeIsRefusedInTheLanguageOfTheReader(String query, String words) throws Exception {
        var french = admin.cookie() + "; cxr-language=fr";

        var refused = admin.send(admin.request("/settings/preview?" + query).setHeader("Cookie", french));

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body().replace('\u00a0', ' ')).contains("Rien n&#39;a été changé : ", words);
    }

    private static HttpResponse<String> confirm(String revision) throws IOException, InterruptedException {
        return admin.submit(
                "/settings",
                "revision",
                revision,
                "site_name",
                "Hill",
                "policy",
                "research",
                "keep_days",
                "30",
                "make_room_below",
                "0");
    }

    /** Phantoms are called after their kind: Effusion Phantom, E.P. or so. */
    @Test
    @Order(7)
    void patientsAreCalledAsTheSiteChooses() throws Exception {
        var id = "PHANTOM-0051";
        assertThat(page("/")).containsPattern(id + " · [A-Z]\\.[A-Z]\\.");
        var film = page("/").replaceFirst("(?s).*href=\"(/films/[a-z0-9]+)\">" + id + ".*", "$1");

        assertThat(page("/settings/preview?naming=id&site_name=Hill"))
                .contains("TB-1042, where others may look at the screen", "at once and for all films");
        call("id");
        for (var path : List.of("/", "/?by=study", film, film + "/slip")) {
            assertThat(page(path)).as(path).contains(id).doesNotContain(id + " ·");
        }
        assertThat(page("/results.csv")).contains(",no," + id + ",,");
        call("name");
        for (var path : List.of("/", "/?by=study", film, film + "/slip")) {
            assertThat(page(path)).as(path).containsPattern(id + " · \\w\\w+ \\w\\w+");
        }
        assertThat(page("/results.csv"))
                .as("no name is taken away")
                .containsPattern(",no," + id + ",[A-Z]\\.[A-Z]\\.,");
        call("initials");
        assertThat(page(film)).containsPattern(id + " · [A-Z]\\.[A-Z]\\.");
    }

    private static void call(String naming) throws Exception {
        var revision = REVISION.matcher(page("/settings/preview?site_name=Shore&naming=" + naming));
        assertThat(revision.find()).isTrue();
        assertThat(admin.submit("/settings", "revision", revision.group(1), "site_name", "Hill", "naming", naming)
                        .statusCode())
                .isEqualTo(303);
    }

    @Test
    @Order(7)
    void thePeersPageSaysWhoAskedForTheBoxAndWhoSentLast() throws Exception {
        assertThat(page("/peers")).contains("Nobody has asked for this box yet.", "XRAY1");
        var peer = new Peer("CXRBOX", "127.0.0.1", box.dicomPort());
        try (var association = StoreScu.connect(peer, "XRAY7", List.of(PresentationContext.verification()))) {
            assertThat(association.echo().isDelivered()).isTrue();
        }

        assertThat(page("/peers")).contains("Who asked whether this box is there", "XRAY7 (127.0.0.1)");
        assertThat(page("/first-steps")).contains("XRAY7 (127.0.0.1)");
    }

    @Test
    @Order(8)
    void everyChangeIsInTheAudit() throws Exception {
        var auditor = admin.add("ada", "auditor");

        assertThat(auditor.open("/audit").body())
                .contains(
                        "changed settings",
                        "ID and initials, Research, copies from nobody, 30 days",
                        "changed the model",
                        "installed from an upload",
                        "went back to it",
                        "Operating points: ",
                        "first step done: Date and time");
    }
}
