package org.mococxr.interoperability;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mococxr.dicom.DicomObject;
import org.mococxr.dicom.DicomWriter;
import org.mococxr.dicom.VR;
import org.mococxr.dicom.net.FolderScp;
import org.mococxr.phantom.PhantomKind;
import org.mococxr.phantom.PhantomStudy;
import org.mococxr.phantom.PhantomStudyOptions;
import org.mococxr.workbench.BoxUnderTest;
import org.mococxr.workbench.Chromium;
import org.mococxr.workbench.TrainedModel;

/**
 * Requirements covered: a new box is set up in a browser with the code on its console; each role does its work by page and
 * keyboard; every page is usable by people who see or hear little (WCAG 2.2 AA as far as axe can tell), light and dark, on
 * monitor, tablet and phone; no page asks for anything elsewhere; the first page is small; a film that failed is seen and tried again.
 *
 * <p>The steps follow one another as a first day does. Pictures of every page lie in {@code target/pages} for people to look at.
 */
@Tag("system-tools")
@Timeout(300)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PagesTest {
    private static final String PASSWORD = "four dry lungs";
    private static final int FIRST_PAGE_BYTES = 150 << 10;
    private static final Pattern CODE = Pattern.compile("SET-UP CODE: (\\S+)");
    private static final String NEWS = "document.querySelector('#news')";
    private static final Path PICTURES = Path.of("target", "pages");

    @TempDir
    static Path folder;

    private static FolderScp pacs;
    private static BoxUnderTest box;
    private static Chromium browser;
    private static String film;
    private static String model;
    private static String points;
    private static String preview;

    @BeforeAll
    @Timeout(600)
    static void start() throws IOException {
        pacs = FolderScp.start("PACS", 0, folder.resolve("pacs"));
        box = BoxUnderTest.startClosed(TrainedModel.shared(), folder.resolve("box"), pacs.peer());
        browser = Chromium.start(folder.resolve("browser"));
        browser.screen(1280, 900, "light");
    }

    @AfterAll
    static void stop() {
        for (var part : new AutoCloseable[] {browser, box, pacs}) {
            try {
                if (part != null) {
                    part.close();
                }
            } catch (Exception e) {
                throw new AssertionError("could not stop " + part, e);
            }
        }
    }

    private static void visit(String path) {
        browser.visit(box.address(path));
    }

    private static void signIn(String name) {
        visit("/sign-in");
        browser.submit("form[action='/sign-in']", Map.of("name", name, "password", PASSWORD));
    }

    private static void signOut() {
        browser.submit("form[action='/sign-out']", Map.of());
    }

    /** Adds a person as the administrator who is signed in. */
    private static String add(String name, String role) {
        visit("/people");
        browser.submit("form[action='/people']", Map.of("name", name, "role", role));
        return browser.evaluate("document.querySelector('.secret').innerText").asText();
    }

    private static void firstSignIn(String name, String starting) {
        visit("/sign-in");
        browser.submit("form[action='/sign-in']", Map.of("name", name, "password", starting));
        assertThat(browser.evaluate("location.pathname").asText()).isEqualTo("/account");
        browser.submit(
                "form[action='/account/password']",
                Map.of("present", starting, "password", PASSWORD, "again", PASSWORD));
    }

    @Test
    @Order(0)
    void aNewBoxIsSetUpWithTheCodeOnItsConsole() {
        var code = CODE.matcher(box.said());
        assertThat(code.find()).isTrue();

        visit("/");
        assertThat(browser.text()).contains("Set up this box", "Research use only, not a medical device");
        assertThat(browser.barriers()).isEmpty();
        browser.submit(
                "form[action='/set-up']",
                Map.of("code", code.group(1), "name", "first", "password", PASSWORD, "again", PASSWORD));

        assertThat(browser.text()).contains("First steps", "Date and time", BoxUnderTest.AE_TITLE, box.dicomPort());
        browser.submit("form[action='/first-steps/site']", Map.of("site_name", "Lake Clinic"));
        for (var step : List.of("clock", "network", "slip")) {
            browser.submit("form[action='/first-steps/" + step + "']", Map.of());
        }
        assertThat(browser.text()).contains("Lake Clinic").contains("This browser's clock agrees with the box.");
        visit("/");
        assertThat(browser.text()).contains("No film yet. Send a test film.", BoxUnderTest.AE_TITLE, box.dicomPort());
    }

    @Test
    @Order(1)
    void theFirstPageIsSmallAndAsksForNothingElsewhere() {
        visit("/");
        var bytes = browser.evaluate("""
                Promise.all([location.href, '/assets/viewer.js', '/assets/upload.js', '/assets/icons.svg',
                  ...[...document.querySelectorAll('link[href], script[src]')].map(e => e.href || e.src)]
                  .map(path => fetch(path, {cache: 'reload'}).then(r => r.arrayBuffer()).then(b => b.byteLength)))
                  .then(sizes => sizes.reduce((sum, size) => sum + size, 0))""");
        var elsewhere = browser.evaluate(
                "performance.getEntriesByType('resource').map(e => e.name).filter(name => !name.startsWith(location.origin)).length");

        assertThat(bytes.asInt()).isBetween(10_000, FIRST_PAGE_BYTES);
        assertThat(elsewhere.asInt()).isZero();
    }

    @Test
    @Order(2)
    void aTestFilmGoesThroughTheWholeBoxAndIsSeenInSixteenBits() {
        visit("/first-steps");
        browser.submit("form[action='/peers/echo']", Map.of());
        assertThat(browser.text()).contains("it answers");
        browser.submit("form[action='/system/test-film']", Map.of());
        browser.until("the film is scored", "document.querySelector('.reading .score')");
        browser.until("the film is drawn", "document.querySelector('.viewer')?.dataset.ready !== undefined");
        film = browser.evaluate("location.pathname").asText();
        assertThat(browser.text()).contains("TEST FILM", "A drawing, no patient.");

        var middle =
                "Array.from(document.querySelector('canvas.film').getContext('2d').getImageData(300, 300, 1, 1).data)[0]";
        var before = browser.evaluate(middle).asInt();
        browser.press("i");
        browser.until("the film is inverted", middle + " === " + (255 - before));
        browser.press("r");
        browser.until("the film is as before", middle + " === " + before);
        assertThat(browser.evaluate("document.querySelector('[data-do=invert]').getAttribute('aria-pressed')")
                        .asText())
                .isEqualTo("false");
    }

    /** The plain formula of a linear window, at a few greys. */
    @Test
    @Order(3)
    void theViewersWindowIsTheFormula() {
        var found = browser.evaluate(
                "import('/assets/viewer.js').then(v => [0, 9000, 20000, 32767, 50000, 65535].map(g => v.lookup(0.4, 0.5, false)[g]))");

        var greys = new int[] {0, 9000, 20000, 32767, 50000, 65535};
        for (var i = 0; i < greys.length; i++) {
            var value = 255 * ((greys[i] / 65535.0 - 0.4) / 0.5 + 0.5);
            assertThat(found.get(i).asInt()).isEqualTo((int) Math.rint(Math.min(Math.max(value, 0), 255)));
        }
    }

    @Test
    @Order(4)
    void heatMapAndKeysAreThereForThePeopleWhoUseThem() {
        browser.press("o");
        browser.until("the heat map is shown", "!document.querySelector('.heat').hidden");
        browser.press("o");
        browser.until("the heat map is off", "document.querySelector('.heat').hidden");
        browser.press("+");
        browser.evaluate(
                "document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'ArrowLeft', shiftKey: true, bubbles: true}))");
        assertThat(plate()).isEqualTo("translate(-60px, 0px) scale(1.25)");
        browser.press("r");
        assertThat(plate()).isEqualTo("translate(0px, 0px) scale(1)");
        visit("/");
        browser.press("j");
        assertThat(browser.evaluate("document.activeElement.closest('tr').dataset.films")
                        .asText())
                .isEqualTo(film.substring(film.lastIndexOf('/') + 1));
        browser.press("/");
        assertThat(browser.evaluate("document.activeElement.id").asText()).isEqualTo("find");
    }

    private static String plate() {
        return browser.evaluate("document.querySelector('.plate').style.transform")
                .asText();
    }

    /** One finger changes the window, or moves the film once that was chosen; two zoom. */
    @Test
    @Order(5)
    void fingersDoWhatTheMouseDoes() {
        browser.screen(390, 800, "light");
        visit(film);
        browser.until("the film is drawn", "document.querySelector('.viewer')?.dataset.ready !== undefined");
        browser.evaluate("document.querySelector('.stage').scrollIntoView({block: 'center'})");
        var middle = browser.evaluate(
                        "(b => Math.round(b.top + b.height / 2))(document.querySelector('.stage').getBoundingClientRect())")
                .asInt();
        var contrast = "Number(document.querySelector('[data-set=width]').value)";

        browser.touch(List.of(new int[] {150, middle}), List.of(new int[] {200, middle}));
        browser.until("the window is another", contrast + " !== 50");
        browser.evaluate("document.querySelector('[data-do=reset]').click()");
        browser.touch(
                List.of(new int[] {150, middle}, new int[] {240, middle}),
                List.of(new int[] {105, middle}, new int[] {285, middle}));
        browser.until(
                "the film is larger",
                "document.querySelector('.plate').style.transform.includes('scale(') &&"
                        + " !document.querySelector('.plate').style.transform.includes('scale(1)')");
        browser.evaluate("document.querySelector('[data-do=reset]').click()");
        browser.evaluate("document.querySelector('[data-do=move]').click()");
        browser.touch(List.of(new int[] {150, middle}), List.of(new int[] {200, middle}));

        assertThat(plate()).isEqualTo("translate(50px, 0px) scale(1)");
        assertThat(browser.evaluate(contrast).asInt()).isEqualTo(50);
        browser.screen(1280, 900, "light");
    }

    @Test
    @Order(5)
    void theListShowsAFilmThatComesWhileItIsOpen() {
        visit("/");
        browser.evaluate(
                "fetch('/system/test-film', {method: 'POST', headers: {'X-CSRF-Token': document.querySelector('meta[name=csrf]').content}})");

        browser.until(
                "the new film is in the list, scored", "document.querySelectorAll('#films tr.scored').length === 2");
        assertThat(browser.complaints()).isEmpty();
    }

    private static List<Path> films(int from, int to) throws IOException {
        var films = new ArrayList<Path>();
        for (var seed = from; seed < to; seed++) {
            films.add(Files.write(
                    folder.resolve("film-%d.dcm".formatted(seed)), PhantomStudy.dicom(PhantomKind.NORMAL, seed)));
        }
        return films;
    }

    @Test
    @Order(6)
    void manyFilmsAreSentWithProgressAndGoOnAfterThePageWasLeft() throws IOException {
        visit("/");
        browser.choose("#upload [name=film]", films(300, 303));
        browser.until("all were sent", "document.querySelector('.uploads.ended')");
        assertThat(browser.text()).contains("Finished: 3 received, 0 not taken.");

        var more = films(310, 315);
        browser.sendSlowly(300_000);
        browser.choose("#upload [name=film]", more);
        browser.until("it was paused", "document.querySelector('[data-upload=pause]').click() === undefined");
        browser.sendQuickly();
        browser.until(
                "two have arrived",
                "JSON.parse(localStorage.getItem('cxr-upload') ?? '{\"done\": []}').done.length === 2");
        assertThat(browser.text()).contains("of 5 sent", "Paused.");
        visit("/");
        assertThat(browser.text()).contains("An upload of 5 files was interrupted after 2.");
        assertThat(browser.evaluate("localStorage.getItem('cxr-upload')").asText())
                .as("files may be named after patients")
                .doesNotContain("film-");
        browser.choose("#upload [name=film]", more);
        browser.until("the rest was sent", "document.querySelector('.uploads.ended [data-upload=words]')?.textContent");
        assertThat(browser.text()).contains("Finished: 3 received, 0 not taken. · 2 were sent before");
        browser.until(
                "all have an end", "document.querySelectorAll('#films tr.scored, #films tr.refused').length === 10");
        assertThat(browser.complaints())
                .as("nobody touched the page that was left, so the browser does not ask whether to leave it")
                .allMatch(words -> words.contains("beforeunload"));
    }

    private static Path inStudy(PhantomKind kind, long seed, String study) throws IOException {
        var usual = PhantomStudyOptions.usual();
        var dataset = PhantomStudy.dataset(kind, seed, usual);
        dataset.setString(org.mococxr.dicom.Tag.StudyInstanceUID, VR.UI, study);
        dataset.setString(org.mococxr.dicom.Tag.PatientID, VR.LO, "PHANTOM-IN-STUDY");
        return Files.write(
                folder.resolve("study-%d.dcm".formatted(seed)),
                DicomWriter.toBytes(DicomObject.of(dataset, usual.transferSyntax())));
    }

    @Test
    @Order(7)
    void aSecondFilmOfAStudyComesIntoItsRowWhileTheListIsOpen() throws IOException {
        visit("/");
        browser.evaluate("[...document.querySelectorAll('.filters a')].find(a => a.innerText === 'Studies').click()");
        browser.until(
                "studies are listed", "location.search === '?by=study' && document.querySelector('#films thead')");
        browser.choose("#upload [name=film]", List.of(inStudy(PhantomKind.EFFUSION, 320, "1.2.840.99.1")));
        var row = "[...document.querySelectorAll('#films tbody tr')].filter(r => r.innerText.includes('IN-STUDY'))";
        browser.until("its study is there", row + ".length === 1 && " + row + "[0].querySelector('.score')");
        browser.choose("#upload [name=film]", List.of(inStudy(PhantomKind.LATERAL, 321, "1.2.840.99.1")));
        browser.until("both films are in its row", row + "[0].querySelectorAll('.of-study li').length === 2");

        assertThat(browser.evaluate(row + ".length").asInt()).isEqualTo(1);
        assertThat(browser.evaluate(row + "[0].innerText").asText())
                .contains("Film 1 · PA", "assessed", "Film 2 · Lateral", "Not assessed.", "looks like a side view");
        assertThat(browser.evaluate(row + "[0].querySelectorAll('.score').length")
                        .asInt())
                .as("the frontal film stands for the study")
                .isEqualTo(2);
        browser.press("j");
        assertThat(browser.evaluate("document.activeElement.matches('.who > a')")
                        .asBoolean())
                .isTrue();
        browser.evaluate(row + "[0].querySelector('.of-study li:last-child a').click()");
        browser.until(
                "the lateral film is open", "location.search === '?by=study' && document.querySelector('.reading')");
        assertThat(browser.text()).contains("This study", "Film 2 · Lateral (this film)", "Film 1 · PA");
        visit("/");
        assertThat(browser.evaluate("document.querySelectorAll('#films tbody tr[id^=study-]').length")
                        .asInt())
                .as("the list shows what it showed last")
                .isPositive();
        visit("/?by=film");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    @Order(8)
    void aClinicianDisagreesAndTakesItBack() {
        var starting = add("cleo", "clinician");
        signOut();
        firstSignIn("cleo", starting);
        visit(film);
        browser.submit(".read form", Map.of("agrees", "no", "reason", "not_there", "note", "scapula"));
        assertThat(browser.text()).contains("cleo disagrees.", "It is not there", "scapula");
        browser.submit("form[action$='/withdraw']", Map.of());
        assertThat(browser.text()).contains("Nobody has said anything about this result yet.", "took a reading back");
        visit("/people");
        assertThat(browser.text()).contains("does not have the right");
        assertThat(browser.complaints())
                .as("what the browser says of a page that it is not given")
                .allMatch(words -> words.contains("403 (Forbidden)"));
        signOut();
    }

    @Test
    @Order(9)
    void anAuditorSeesWhatWasDoneAndNoPatient() {
        signIn("first");
        var starting = add("ada", "auditor");
        signOut();
        firstSignIn("ada", starting);
        visit("/");
        assertThat(browser.evaluate("location.pathname").asText()).isEqualTo("/dashboard");
        visit("/audit");
        assertThat(browser.text())
                .contains("The record is whole", "recorded a reading", "set up the box", "cleo", "first")
                .doesNotContain("PHANTOM");
        assertThat(browser.barriers()).isEmpty();
        browser.picture(PICTURES.resolve("audit.png"));
        signOut();
    }

    @Test
    @Order(10)
    void aResearcherSeesCountsAndTheModelAndNoPatient() {
        signIn("first");
        var starting = add("rosa", "researcher");
        signOut();
        firstSignIn("rosa", starting);
        visit("/");
        assertThat(browser.evaluate("location.pathname").asText()).isEqualTo("/dashboard");
        assertThat(browser.barriers()).isEmpty();
        visit("/models");
        assertThat(browser.text()).contains("In use").doesNotContain("Install a model", "PHANTOM");
        visit(film);
        assertThat(browser.text()).contains("does not have the right").doesNotContain("PHANTOM");
        assertThat(browser.complaints())
                .as("what the browser says of a page that it is not given")
                .allMatch(words -> words.contains("403 (Forbidden)"));
        signOut();
    }

    @Test
    @Order(10)
    void anAdministratorSeesWhatASettingWouldChangeBeforeItDoes() {
        signIn("first");
        visit("/models");
        model = browser.evaluate("document.querySelector('.model h2 a').pathname")
                .asText();
        visit(model);
        browser.submit("form[action$='/points']", Map.of("tuberculosis", "balanced", "pleural_effusion", "balanced"));
        points = browser.evaluate("location.pathname + location.search").asText();
        assertThat(browser.text()).contains("What another operating point would change", "Of the last ");
        visit("/settings");
        browser.submit("form[action='/settings/preview']", Map.of("policy", "research", "keep_days", "30"));
        preview = browser.evaluate("location.pathname + location.search").asText();
        assertThat(browser.text()).contains("Pictures are kept for 30 days.", "Nothing has been changed yet.");
        browser.submit("form[action='/settings']", Map.of());
        assertThat(browser.evaluate("document.querySelector('[name=keep_days]').value")
                        .asText())
                .isEqualTo("30");
        signOut();
    }

    /** Another reading is what comes to a film that was scored long ago; the page would show it at once. */
    @Test
    @Order(11)
    void whatSomebodyWritesIsNotLostWhenNewsOfTheFilmComes() {
        signIn("cleo");
        visit(film);
        browser.evaluate("document.querySelector('.read summary').click();"
                + " document.querySelector('.read [name=note]').focus(); window.sameLoad = 1");
        List.of("r", "i", "b").forEach(browser::press);
        browser.evaluate("document.querySelector('.read summary').click()");

        send(film + "/readings", "finding=pleural_effusion&agrees=yes");
        browser.until("the page says that there is news", "!" + NEWS + ".hidden");

        assertThat(browser.evaluate("document.querySelector('.read [name=note]').value + window.sameLoad")
                        .asText())
                .isEqualTo("rib1");
        assertThat(browser.text()).contains("There is news about this film").doesNotContain("cleo agrees.");
        assertThat(browser.barriers()).isEmpty();
        browser.picture(PICTURES.resolve("news.png"));
        browser.submit(".read form", Map.of("agrees", "no", "reason", "not_there"));
        assertThat(browser.text())
                .contains("cleo disagrees.", "rib", "cleo agrees.")
                .doesNotContain("There is news about this film");
        assertThat(browser.complaints()).isEmpty();
        signOut();
    }

    /** As another page of the same person does. */
    private static void send(String path, String form) {
        browser.evaluate(
                "fetch('%s', {method: 'POST', redirect: 'manual', body: new URLSearchParams('%s'), headers: {'X-CSRF-Token': document.querySelector('meta[name=csrf]').content}}).then(answer => answer.type)"
                        .formatted(path, form));
    }

    /** Monitor, tablet and phone; each page light and dark, and each width in one of them, so that every rule and every break is met. */
    @Test
    @Order(12)
    void everyPageIsUsableLightAndDarkOnMonitorTabletAndPhone() {
        signIn("first");
        var pages = List.of(
                "/?by=film",
                "/?by=study",
                film,
                film + "/slip",
                film + "/erase",
                "/dashboard",
                "/models",
                model,
                points,
                model + "/card",
                "/peers",
                "/system",
                "/settings",
                preview,
                "/first-steps",
                "/people",
                "/account");
        for (var screen :
                List.of(new Screen(1280, 900, "light"), new Screen(800, 1280, "dark"), new Screen(390, 800, "light"))) {
            browser.screen(screen.width(), screen.height(), screen.scheme());
            for (var number = 0; number < pages.size(); number++) {
                visit(pages.get(number));
                var name = "%02d-%d-%s".formatted(number, screen.width(), screen.scheme());
                assertThat(browser.barriers())
                        .as(name + " " + pages.get(number))
                        .isEmpty();
                assertThat(browser.evaluate("document.documentElement.scrollWidth")
                                .asInt())
                        .as(name + ": no sideways scrolling")
                        .isLessThanOrEqualTo(screen.width());
                browser.picture(PICTURES.resolve("page-" + name + ".png"));
            }
        }
        assertThat(browser.complaints()).isEmpty();
    }

    /**
     * The disk loses a film before it is assessed: it fails, says so where people look, and is tried again once a backup has brought
     * it back.
     */
    @Test
    @Order(13)
    void aFilmThatFailedIsSeenAndTriedAgainByOneAct() throws Exception {
        browser.screen(1280, 900, "light");
        assertThat(browser.text()).as("the administrator is signed in").contains("first");
        var bytes = PhantomStudy.dicom(PhantomKind.NORMAL, 400);
        var digest = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256")
                        .digest(Arrays.copyOfRange(bytes, metaBytes(bytes), bytes.length)));
        takeDown(digest, bytes.length);
        visit("/?by=film&show=failed");
        browser.until("the film has failed", "document.querySelector('#films tr.failed')");
        assertThat(browser.text())
                .contains(
                        "The box could not assess this film.",
                        "3 attempts failed; the last: The film's bytes are no longer on the disk",
                        "Read it without AI.");
        browser.picture(PICTURES.resolve("failed-list.png"));
        visit("/");
        assertThat(browser.evaluate("document.querySelector('.pinned').innerText")
                        .asText())
                .contains("The box could not assess this film.");
        assertThat(browser.text()).contains("Films that could not be assessed: 1.");

        visit(browser.evaluate("document.querySelector('#films tr.failed .who a').pathname")
                .asText());
        browser.until(
                "it says that the film is gone, and not that the box is",
                "document.querySelector('.nothing').innerText.includes('not on the box any more')"
                        + " && document.querySelector('#offline').hidden");
        assertThat(browser.barriers()).isEmpty();
        browser.picture(PICTURES.resolve("failed-film.png"));
        browser.submit("form[action$='/retry']", Map.of());
        assertThat(browser.text()).contains("The film itself is no longer on this box");
        assertThat(browser.complaints())
                .as("what the browser says of a film that is gone, and of an act that was refused")
                .allMatch(words -> words.contains("410 (Gone)") || words.contains("409 (Conflict)"));

        Files.write(
                Files.createDirectories(folder.resolve("box/inbox/objects/" + digest.substring(0, 2)))
                        .resolve(digest + ".dcm"),
                bytes);
        visit("/?show=failed");
        visit(browser.evaluate("document.querySelector('#films tr.failed .who a').pathname")
                .asText());
        browser.evaluate("document.querySelector(\"form[action$='/retry'] button\").focus(); window.sameLoad = 1");
        send(browser.evaluate("location.pathname").asText() + "/retry", "");
        browser.until("the page says that there is news", "!" + NEWS + ".hidden");
        browser.until(
                "the film is scored",
                "fetch(location.pathname + '/panel').then(answer => answer.text()).then(panel => panel.includes('Scored by'))");
        assertThat(browser.evaluate(
                                "document.activeElement.closest('form').action.endsWith('/retry') && window.sameLoad")
                        .asInt())
                .as("the button that somebody is about to press is where it was")
                .isEqualTo(1);
        browser.evaluate(NEWS + ".querySelector('a').click()");
        browser.until(
                "the film is shown, with its heat maps",
                "document.querySelector('select[data-set=heat]') && document.readyState === 'complete'");
        speak("fr");
        assertThat(browser.text())
                .contains("Échec\u00a0: 3 essais ont échoué", "Nouvel essai, demandé par first.", "Évalué par ");
        browser.picture(PICTURES.resolve("tried-again.png"));
        speak("en");
        visit("/?show=failed");
        assertThat(browser.text()).contains("No such film.").doesNotContain("Films that could not be assessed");
        assertThat(browser.complaints()).isEmpty();
    }

    /** Chooses a language in the bar; scripts send that form. */
    private static void speak(String language) {
        browser.evaluate(
                "(choice => { choice.value = '%s'; choice.dispatchEvent(new Event('change')); })(document.querySelector('.languages select'))"
                        .formatted(language));
        browser.until(
                "the page speaks " + language,
                "document.documentElement?.lang === '%s' && document.readyState === 'complete'".formatted(language));
    }

    /** Preamble, mark and file meta information, whose first element says how long the rest of it is (PS3.10 section 7.1). */
    private static int metaBytes(byte[] file) {
        return 144 + ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(140);
    }

    /** As the box takes a film down; its bytes are not there. */
    private static void takeDown(String digest, int sizeBytes) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("box/journal.db"));
                var statement = connection.createStatement()) {
            statement.execute("pragma busy_timeout = 10000");
            connection.setAutoCommit(false);
            statement.executeUpdate(
                    "insert into film (ref, object_digest, size_bytes, received_at, source, sender) values"
                            + " ('failedfilm23', '%s', %d, %d, 'web', 'a browser')"
                                    .formatted(digest, sizeBytes, System.currentTimeMillis()));
            statement.executeUpdate(
                    "insert into work (film_id, stage, not_before, lane) select id, 'waiting', 0, 0 from film where ref = 'failedfilm23'");
            connection.commit();
        }
    }

    private record Screen(int width, int height, String scheme) {}
}
