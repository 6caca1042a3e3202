package org.mococxr.interoperability;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mococxr.dicom.DicomReader;
import org.mococxr.dicom.UID;
import org.mococxr.dicom.net.DeliveryOutcome;
import org.mococxr.dicom.net.FolderScp;
import org.mococxr.dicom.net.PresentationContext;
import org.mococxr.dicom.net.StoreScu;
import org.mococxr.gate.RefusalCode;
import org.mococxr.phantom.PhantomKind;
import org.mococxr.phantom.PhantomStudy;
import org.mococxr.workbench.BoxUnderTest;
import org.mococxr.workbench.Program;
import org.mococxr.workbench.TrainedModel;

/**
 * Requirements covered: a person with a browser sees each film with the box's decision in words, a refused one with its sentence, and
 * that all this is for research only; the page needs nothing from any other machine.
 */
@Tag("system-tools")
@Timeout(300)
class WorklistPageTest {
    private static final Map<String, String> DECISIONS = Map.of(
            "suggestive", "Suggestive",
            "not_suggestive", "Not suggestive",
            "suggestive_near_cut_off", "Near the cut-off, just above",
            "not_suggestive_near_cut_off", "Near the cut-off, just below");
    private static final Pattern DECISION =
            Pattern.compile("<span class=\"decision\"><span aria-hidden=\"true\">[^<]*</span> ([^<]*)</span>");
    private static final Pattern LINK = Pattern.compile("(?:src|href|action)=\"([^\"]*)\"");
    private static final Pattern IMPORT = Pattern.compile("from \"\\./([^\"]+)\"");
    private static final Pattern OTHER_HOST = Pattern.compile("(?i)(?:https?|wss?|ftp)://[^\\s\"'<>)]+");

    /** Names the language of a drawing; nobody ever fetches it. */
    private static final String SVG_NAMESPACE = "http://www.w3.org/2000/svg";

    @TempDir
    static Path folder;

    private static FolderScp pacs;
    private static BoxUnderTest box;
    private static JsonNode scored;
    private static JsonNode refused;
    private static String dom;

    @BeforeAll
    @Timeout(600)
    static void sendFilmsAndLookAtThePage() throws IOException {
        pacs = FolderScp.start("PACS", 0, folder.resolve("pacs"));
        box = BoxUnderTest.start(TrainedModel.shared(), folder.resolve("box"), pacs.peer());
        scored = box.reported(send("effusion.dcm", PhantomStudy.dicom(PhantomKind.EFFUSION, 31)));
        refused = box.concluded(send("lateral.dcm", PhantomStudy.dicom(PhantomKind.LATERAL, 32)));
        dom = inChromium("/");
    }

    @AfterAll
    static void stop() {
        if (box != null) {
            box.close();
        }
        if (pacs != null) {
            pacs.close();
        }
    }

    /** @return the film's patient id */
    private static String send(String name, byte[] bytes) throws IOException {
        var file = Files.write(folder.resolve(name), bytes);
        var contexts = List.of(PresentationContext.uncompressed(UID.DigitalXRayImageStorageForPresentation));
        try (var modality = StoreScu.connect(box.peer(), "MODALITY", contexts)) {
            assertThat(modality.store(file)).isInstanceOf(DeliveryOutcome.Delivered.class);
        }
        return DicomReader.readHeader(file)
                .dataset()
                .getString(org.mococxr.dicom.Tag.PatientID)
                .orElseThrow();
    }

    /**
     * The page as it stands when it has loaded and its scripts have run, half a minute at most. A budget of virtual time would never
     * be used up: the page keeps one request open for news.
     */
    private static String inChromium(String path) {
        return Program.tool(
                        "chromium",
                        "chromium",
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--disable-dev-shm-usage",
                        "--user-data-dir=" + folder.resolve("browser"),
                        "--log-level=3",
                        "--timeout=30000",
                        "--dump-dom",
                        box.address(path).toString())
                .end()
                .expectSuccess()
                .said();
    }

    @Test
    void aScoredFilmsRowSaysWhoseItIsAndTheDecisionOnEachFindingInWords() {
        var row = row(scored);

        assertThat(row).contains(scored.get("identity").get("patientId").asText());
        assertThat(matches(DECISION, row))
                .hasSize(2)
                .containsExactlyElementsOf(scored.get("findings").findValuesAsText("decision").stream()
                        .map(DECISIONS::get)
                        .toList());
        assertThat(row).contains("2 delivered");
    }

    @Test
    void aRefusedFilmsRowSaysWhyAndWhatToDo() {
        var row = row(refused);

        assertThat(row)
                .contains("Not assessed.", RefusalCode.LATERAL_VIEW.sentence(), RefusalCode.LATERAL_VIEW.nextStep())
                .doesNotContain("class=\"score");
    }

    @Test
    void thePageSaysWhatItIsNot() {
        assertThat(dom).contains("Research use only, not a medical device");
    }

    /** The server writes the date; only the script that came with the box turns it into how long ago that was. */
    @Test
    void thePagesScriptsRunUnderItsOwnContentPolicy() {
        var time = Pattern.compile("<time [^>]*>([^<]*)</time>").matcher(row(scored));

        assertThat(time.find()).isTrue();
        assertThat(time.group(1)).matches("now|.* ago");
    }

    @Test
    void nothingThePagesLoadNamesAnotherHost() {
        var pages = List.of("/", "/films/" + scored.get("ref").asText());
        var assets = new HashSet<String>();
        for (var page : pages) {
            var html = box.get(page);
            var links = matches(LINK, html);
            assertThat(links).as(page).isNotEmpty().allMatch(link -> link.matches("#.*|/([^/].*)?"));
            links.stream().filter(link -> link.startsWith("/assets/")).forEach(assets::add);
            assertNamesNoOtherHost(page, html);
        }
        Set.copyOf(assets).stream()
                .flatMap(asset -> matches(IMPORT, box.get(asset)).stream())
                .map("/assets/"::concat)
                .forEach(assets::add);

        assertThat(assets).contains("/assets/box.css", "/assets/box.js", "/assets/viewer.js", "/assets/icon.svg");
        assets.forEach(asset -> assertNamesNoOtherHost(asset, box.get(asset)));
    }

    private static void assertNamesNoOtherHost(String path, String text) {
        assertThat(matches(OTHER_HOST, text).stream().filter(url -> !url.equals(SVG_NAMESPACE)))
                .as(path)
                .isEmpty();
    }

    private static Collection<String> matches(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(match -> match.group(match.groupCount()))
                .toList();
    }

    private static String row(JsonNode film) {
        var start = dom.indexOf("<tr id=\"film-" + film.get("ref").asText());
        assertThat(start).as("the film has a row in\n%s", dom).isNotNegative();
        return dom.substring(start, dom.indexOf("</tr>", start));
    }
}
