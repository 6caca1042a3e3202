package org.mococxr.appliance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.zip.GZIPInputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mococxr.appliance.people.LocalToken;
import org.mococxr.dicom.DicomObject;
import org.mococxr.dicom.DicomReader;
import org.mococxr.dicom.DicomWriter;
import org.mococxr.dicom.Tag;
import org.mococxr.dicom.TransferSyntax;
import org.mococxr.dicom.UID;
import org.mococxr.dicom.VR;
import org.mococxr.phantom.PhantomKind;
import org.mococxr.phantom.PhantomStudy;
import org.mococxr.phantom.PhantomStudyOptions;

/** A clinician's and a technician's day with films, over real HTTP. */
final class FilmPagesTest {
    @TempDir
    private static Path folder;

    private static RunningBox box;
    private static Browser clinician;
    private static Browser technician;
    private static String scored;
    private static String refused;
    private static String copy;

    @BeforeAll
    static void aBoxWithFilms() throws Exception {
        box = RunningBox.startClosed(folder.resolve("data"));
        var admin = new Browser(box).setUp("first", "four dry lungs");
        clinician = admin.add("cleo", "clinician");
        technician = admin.add("tim", "technician");
        scored = sent(PhantomKind.EFFUSION, 1);
        refused = sent(PhantomKind.LATERAL, 2);
        copy = sent(copyOfAFilm());
    }

    @AfterAll
    static void close() {
        box.close();
    }

    private static byte[] copyOfAFilm() {
        var copy = PhantomStudy.dataset(PhantomKind.EFFUSION, 3, PhantomStudyOptions.usual());
        copy.setString(Tag.SOPClassUID, VR.UI, UID.SecondaryCaptureImageStorage);
        return DicomWriter.toBytes(DicomObject.of(copy, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN));
    }

    private static String sent(PhantomKind kind, long seed) throws IOException, InterruptedException {
        return sent(PhantomStudy.dicom(kind, seed));
    }

    private static String sent(byte[] bytes) throws IOException, InterruptedException {
        var token = LocalToken.read(folder.resolve("data/local-token"));
        var answer = box.upload(bytes, "Authorization", "Bearer " + token);
        var ref = answer.body().replaceFirst("(?s).*\"ref\":\"([a-z0-9]*)\".*", "$1");
        box.filmsWhen(
                films -> {
                    for (var film : films) {
                        if (film.path("ref").asText().equals(ref) && film.has("concludedAt")) {
                            return true;
                        }
                    }
                    return false;
                },
                "Authorization",
                "Bearer " + token);
        return ref;
    }

    @Test
    void theListIsFilteredSortedAndSearched() throws Exception {
        assertThat(technician.open("/").body()).contains("film-" + scored, "film-" + refused, "Needs a person");
        assertThat(technician.open("/?show=refused").body())
                .contains("film-" + refused)
                .doesNotContain("film-" + scored);
        assertThat(technician.open("/?sort=tuberculosis").body())
                .contains("film-" + scored, "aria-sort=\"descending\"")
                .doesNotContain("id=\"film-" + refused);
        assertThat(technician.open("/?show=today&find=PHANTOM").body()).contains("film-" + scored);
        assertThat(technician.open("/?find=%25").body())
                .contains("No such film.")
                .doesNotContain("film-" + scored);
        assertThat(technician.open("/?find=%3Cscript%3E").body())
                .contains("&lt;script&gt;")
                .doesNotContain("<script>\"");
        assertThat(technician.open("/?show=nonsense").statusCode()).isEqualTo(400);
    }

    /** The two films of the day are studies of their own; the rule for several stands in StudyListTest. */
    @Test
    void theListShowsStudiesWhereTheAddressAsksForThem() throws Exception {
        var page = clinician.open("/?by=study&show=scored").body();

        assertThat(page)
                .contains("<tr id=\"study-", "data-films=\"" + scored, "aria-current=\"page\">Studies</a>")
                .contains("href=\"/?by=film&amp;show=scored\"", "href=\"/?by=study&amp;show=refused\"")
                .doesNotContain(refused);
        assertThat(clinician.open("/films/" + scored + "/row?by=study").body()).startsWith("<tr id=\"study-");
        assertThat(clinician
                        .open("/films/" + scored + "/row?by=study&show=refused")
                        .statusCode())
                .isEqualTo(204);
        assertThat(clinician.open("/?by=study&sort=tuberculosis").body()).contains("data-films=\"" + scored);
        assertThat(clinician.open("/?by=study&find=" + refused).body())
                .contains("data-films=\"" + refused)
                .doesNotContain(scored);
        assertThat(clinician.open("/films/" + scored + "?by=study").body()).contains("href=\"/?by=study\"");
    }

    @Test
    void theListShowsWhatThisBrowserWasShownLastUnlessTheAddressSaysIt() throws Exception {
        assertThat(clinician.open("/").body()).contains("<tr id=\"film-");

        var remembered = cookie(clinician.open("/?by=study"));

        assertThat(shown("/", remembered)).contains("<tr id=\"study-").doesNotContain("<tr id=\"film-");
        assertThat(shown("/films/" + scored, remembered)).contains("href=\"/?by=study\"");
        assertThat(shown("/?by=film", remembered)).contains("<tr id=\"film-", "href=\"/?by=film&amp;show=refused\"");
        assertThat(shown("/films/" + scored + "/row?by=film", remembered)).startsWith("<tr id=\"film-");
        assertThat(shown("/", cookie(clinician.open("/?by=film")))).contains("<tr id=\"film-");
        assertThat(shown("/", "cxr-rows=nonsense")).contains("<tr id=\"film-");
        assertThat(clinician.open("/films/" + scored + "?by=study").headers().allValues("Set-Cookie"))
                .as("a film that is looked at is no choice")
                .noneMatch(set -> set.startsWith("cxr-rows="));
    }

    private static String cookie(HttpResponse<String> answer) {
        return answer.headers().allValues("Set-Cookie").stream()
                .filter(set -> set.startsWith("cxr-rows="))
                .map(set -> set.substring(0, set.indexOf(';')))
                .findFirst()
                .orElseThrow();
    }

    private static String shown(String path, String cookie) throws Exception {
        return clinician
                .send(clinician.request(path).setHeader("Cookie", clinician.cookie() + "; " + cookie))
                .body();
    }

    @Test
    void aClinicianDisagreesAndTakesItBack() throws Exception {
        clinician.open("/films/" + scored);
        var answer = clinician.submit(
                "/films/" + scored + "/readings",
                "finding",
                "pleural_effusion",
                "agrees",
                "no",
                "reason",
                "not_there",
                "note",
                "<b>scapula</b>");

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(clinician.open("/films/" + scored).body())
                .contains("cleo disagrees.", "It is not there", "&lt;b&gt;scapula&lt;/b&gt;", "Take back");
        assertThat(technician.open("/films/" + scored).body())
                .contains("cleo disagrees.")
                .doesNotContain("Take back");
        var number = clinician.open("/films/" + scored).body().replaceFirst("(?s).*/readings/(\\d+)/withdraw.*", "$1");
        assertThat(clinician
                        .submit("/films/" + scored + "/readings/" + number + "/withdraw")
                        .statusCode())
                .isEqualTo(303);
        assertThat(clinician.open("/films/" + scored).body())
                .contains("Nobody has said anything", "took a reading back");
        assertThat(clinician
                        .submit("/films/" + scored + "/readings/" + number + "/withdraw")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void aReadingThatMakesNoSenseIsNotTakenDown() throws Exception {
        for (var fields : new String[][] {
            {"finding", "nothing", "agrees", "yes"},
            {"finding", "pleural_effusion"},
            {"finding", "pleural_effusion", "agrees", "no", "reason", "because"},
            {"finding", "pleural_effusion", "agrees", "no", "note", "x".repeat(501)}
        }) {
            assertThat(clinician
                            .submit("/films/" + scored + "/readings", fields)
                            .statusCode())
                    .isEqualTo(409);
        }
        assertThat(clinician
                        .submit("/films/" + refused + "/readings", "finding", "pleural_effusion", "agrees", "yes")
                        .statusCode())
                .isEqualTo(409);
    }

    /** Devanagari once came as question marks. */
    @Test
    void programsAreToldWhyInTheLanguageTheyAskFor() throws Exception {
        var refused = hindi("/api/v1/films/nosuchfilm", BodyPublishers.noBody(), "GET");
        var sent = hindi("/api/v1/films", BodyPublishers.ofByteArray(new byte[] {1, 2, 3}), "POST");

        assertThat(refused.statusCode()).isEqualTo(404);
        assertThat(refused.headers().firstValue("Content-Language")).contains("hi");
        assertThat(refused.body()).contains("ऐसी कोई फ़िल्म नहीं है।");
        assertThat(sent.statusCode()).isEqualTo(422);
        assertThat(sent.body())
                .contains("यह फ़ाइल नहीं ली गई", "DICM चिह्न नहीं है")
                .doesNotContain("no DICM mark");
    }

    private static HttpResponse<String> hindi(String path, HttpRequest.BodyPublisher body, String method)
            throws IOException, InterruptedException {
        var token = LocalToken.read(folder.resolve("data/local-token"));
        var request = HttpRequest.newBuilder(box.uri(path))
                .header("Authorization", "Bearer " + token)
                .header("Accept-Language", "hi-IN, hi;q=0.9")
                .method(method, body);
        return box.http().send(request.build(), BodyHandlers.ofString());
    }

    @Test
    void theSlipHasResultAndLimitsAndNeverAPicture() throws Exception {
        assertThat(technician.open("/films/" + scored + "/slip").body())
                .contains("Research use only", scored, "of 100, cut-off", "class=\"qr\"", "Record on the box")
                .doesNotContain("<img", "<canvas");
        assertThat(technician.open("/films/" + refused + "/slip").body()).contains("This looks like a side view.");
    }

    /** Read by the library's own parser: ids of peers may hold commas, quotes and line breaks. */
    @Test
    void theListIsTakenAwayAsCsvWithARowPerFilmAndFinding() throws Exception {
        var answer = technician.open("/results.csv");

        assertThat(answer.headers().firstValue("Content-Type")).contains("text/csv; charset=utf-8");
        var rows = CSVParser.parse(
                        answer.body(), CSVFormat.DEFAULT.builder().setHeader().get())
                .getRecords();
        assertThat(rows)
                .filteredOn(row -> row.get("film").equals(scored))
                .extracting(row -> row.get("finding"))
                .containsExactly("pleural_effusion", "tuberculosis");
        assertThat(rows).filteredOn(row -> row.get("film").equals(scored)).allSatisfy(row -> {
            assertThat(Double.parseDouble(row.get("score")) >= Double.parseDouble(row.get("threshold")))
                    .isEqualTo(row.get("decision").startsWith("suggestive"));
            assertThat(row.get("model_digest")).hasSize(64);
            assertThat(row.get("test_film")).isEqualTo("no");
            assertThat(row.get("initials")).matches("[A-Z]\\.[A-Z]\\.");
            assertThat(row.get("study_instance_uid")).isEqualTo(study(PhantomKind.EFFUSION, 1));
        });
        assertThat(rows)
                .filteredOn(row -> row.get("film").equals(refused))
                .singleElement()
                .satisfies(row -> {
                    assertThat(row.get("decision")).isEqualTo("not_assessed");
                    assertThat(row.get("reason")).isEqualTo("LATERAL_VIEW");
                });
        assertThat(technician.open("/results.csv?show=refused").body())
                .contains(refused)
                .doesNotContain(scored);
    }

    private static String study(PhantomKind kind, long seed) {
        return DicomReader.readHeader(PhantomStudy.dicom(kind, seed))
                .dataset()
                .getString(Tag.StudyInstanceUID)
                .orElseThrow();
    }

    @Test
    void pixelsComeAsSixteenBitGrey() throws Exception {
        var request = HttpRequest.newBuilder(box.uri("/api/v1/films/" + scored + "/pixels?max=300"))
                .header("Cookie", clinician.cookie())
                .build();
        var answer = box.http().send(request, BodyHandlers.ofByteArray());

        var bytes = ByteBuffer.wrap(new GZIPInputStream(new ByteArrayInputStream(answer.body())).readAllBytes())
                .order(ByteOrder.LITTLE_ENDIAN);
        var rows = bytes.getInt();
        var columns = bytes.getInt();
        assertThat(answer.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(Math.max(rows, columns)).isEqualTo(300);
        assertThat(bytes.remaining()).isEqualTo(2 * rows * columns);
        var levels = new HashSet<Short>();
        while (bytes.hasRemaining()) {
            levels.add(bytes.getShort());
        }
        assertThat(levels).as("more greys than eight bits have").hasSizeGreaterThan(256);
    }

    @Test
    void pagesSpeakTheLanguageOfTheBrowserOrTheOneThatWasChosen() throws Exception {
        var french = technician.send(technician.request("/").header("Accept-Language", "fr-CH, en;q=0.5"));
        assertThat(french.body())
                .contains("<html lang=\"fr\">", "Cela ressemble à une vue de profil", "pas un dispositif médical");
        var hindi =
                technician.send(technician.request("/").setHeader("Cookie", technician.cookie() + "; cxr-language=hi"));
        assertThat(hindi.body()).contains("<html lang=\"hi\">", "केवल सामने की फ़िल्में");
        assertThat(technician
                        .submit("/language", "to", "es", "back", "//evil.example")
                        .headers()
                        .allValues("Set-Cookie"))
                .anySatisfy(cookie -> assertThat(cookie).startsWith("cxr-language=es"));
    }

    /** What was found and why to doubt are said in the reader's language on every page; programs get the English words. */
    @Test
    void whatWasFoundInAFilmIsSaidInTheLanguageOfTheReader() throws Exception {
        var lateral = in("fr", "/films/" + refused);
        assertThat(lateral).contains("PA ou AP nécessaire").doesNotContain("PA or AP needed", "<span lang=\"en\">");
        assertThat(in("fr", "/?show=refused")).contains("PA ou AP nécessaire").doesNotContain("PA or AP needed");
        assertThat(in("hi", "/films/" + refused)).contains("PA या AP").doesNotContain("PA or AP needed");
        assertThat(in("en", "/films/" + refused)).contains("PA or AP needed", "from upload");
        assertThat(in("fr", "/")).contains("de la page (envoi)").doesNotContain("upload</");
        assertThat(in("fr", "/films/" + copy))
                .contains("une copie du cliché", "Raisons de douter")
                .doesNotContain("a secondary capture: a copy of the film");
        assertThat(technician.open("/api/v1/films/" + refused).body()).contains("PA or AP needed");
        assertThat(technician.open("/api/v1/films/" + copy).body()).contains("a secondary capture: a copy of the film");
    }

    private static String in(String language, String path) throws IOException, InterruptedException {
        var cookie = technician.cookie() + "; cxr-language=" + language;
        return technician
                .send(technician.request(path).setHeader("Cookie", cookie))
                .body();
    }
}
