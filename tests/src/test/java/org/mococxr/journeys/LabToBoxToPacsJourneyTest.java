package org.mococxr.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mococxr.appliance.BoxMain;
import org.mococxr.dicom.Attributes;
import org.mococxr.dicom.DicomReader;
import org.mococxr.dicom.Tag;
import org.mococxr.dicom.UID;
import org.mococxr.dicom.net.DeliveryOutcome;
import org.mococxr.dicom.net.FolderScp;
import org.mococxr.dicom.net.PresentationContext;
import org.mococxr.dicom.net.StoreScu;
import org.mococxr.film.FilmPreparation;
import org.mococxr.film.FilmReader;
import org.mococxr.gate.RefusalCode;
import org.mococxr.inference.EngineSettings;
import org.mococxr.inference.ProviderChoice;
import org.mococxr.modelpackage.ModelPackage;
import org.mococxr.modelpackage.TrustedKeys;
import org.mococxr.phantom.PhantomKind;
import org.mococxr.phantom.PhantomStudy;
import org.mococxr.phantom.PhantomStudyOptions;
import org.mococxr.workbench.Arguments;
import org.mococxr.workbench.BoxUnderTest;
import org.mococxr.workbench.Program;
import org.mococxr.workbench.TrainedModel;

/**
 * One film all the way. Requirements covered:
 *
 * <ul>
 *   <li>The lab draws, pretrains, fine-tunes and exports; the package it hands over is signed and repeats PyTorch.
 *   <li>A box that holds the lab's key runs this package, and its scores are those of the package's engine on the same film.
 *   <li>Every film a modality sends ends exactly once: scored, or refused with a reason. Side views and CT are never scored.
 *   <li>The structured report and the picture reach the PACS in the film's own study, under the film's own patient.
 *   <li>A film that is sent twice has one result and one report of each kind.
 *   <li>{@code cxr-box screen} gives the scores the box gives.
 * </ul>
 */
@Timeout(300)
class LabToBoxToPacsJourneyTest {
    /** What is sent, in this order; each of another patient. */
    private enum Sent {
        NORMAL(PhantomKind.NORMAL, PhantomStudyOptions.usual()),
        EFFUSION(PhantomKind.EFFUSION, PhantomStudyOptions.usual().withInversion()),
        LATERAL(PhantomKind.LATERAL, PhantomStudyOptions.usual()),
        CT(PhantomKind.CT_SLICE, PhantomStudyOptions.usual()),
        TUBERCULOSIS(PhantomKind.TB_LIKE, PhantomStudyOptions.usual().withDetector(PhantomStudyOptions.Detector.CR));

        private static final long FIRST_SEED = 101;
        private static final List<Sent> TO_BE_SCORED = List.of(NORMAL, EFFUSION, TUBERCULOSIS);

        private final PhantomKind kind;
        private final PhantomStudyOptions options;

        Sent(PhantomKind kind, PhantomStudyOptions options) {
            this.kind = kind;
            this.options = options;
        }

        Path file() {
            return folder.resolve("films").resolve(name().toLowerCase(Locale.ROOT) + ".dcm");
        }

        void write() throws IOException {
            Files.write(file(), PhantomStudy.dicom(kind, FIRST_SEED + ordinal(), options));
        }

        Attributes header() {
            return DicomReader.readHeader(file()).dataset();
        }

        String patientId() {
            return header().getString(Tag.PatientID).orElseThrow();
        }
    }

    private static final List<String> FINDINGS = List.of("pleural_effusion", "tuberculosis");

    @TempDir
    static Path folder;

    private static TrainedModel model;
    private static FolderScp pacs;
    private static BoxUnderTest box;
    private static JsonNode effusionBeforeItCameAgain;
    private static Map<Path, FileTime> pacsBeforeItCameAgain;

    @BeforeAll
    @Timeout(600)
    static void go() throws IOException {
        Files.createDirectory(folder.resolve("films"));
        for (var sent : Sent.values()) {
            sent.write();
        }
        model = TrainedModel.make(Files.createDirectory(folder.resolve("lab")));
        pacs = FolderScp.start("PACS", 0, folder.resolve("pacs"));
        box = BoxUnderTest.start(model, folder.resolve("box"), pacs.peer());

        send(Sent.NORMAL, Sent.EFFUSION, Sent.LATERAL, Sent.CT);
        box.reported(Sent.NORMAL.patientId());
        effusionBeforeItCameAgain = box.reported(Sent.EFFUSION.patientId());
        box.concluded(Sent.LATERAL.patientId());
        box.concluded(Sent.CT.patientId());
        pacsBeforeItCameAgain = arrivals();

        // Reports leave in the order of their films: when this last film's are there, no second one of the film before
        // will come.
        send(Sent.EFFUSION);
        send(Sent.TUBERCULOSIS);
        box.reported(Sent.TUBERCULOSIS.patientId());
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

    private static void send(Sent... films) {
        var contexts = PresentationContext.uncompressed(List.of(
                UID.DigitalXRayImageStorageForPresentation, UID.ComputedRadiographyImageStorage, UID.CTImageStorage));
        try (var modality = StoreScu.connect(box.peer(), "MODALITY", contexts)) {
            for (var film : films) {
                var outcome = modality.store(film.file());
                assertThat(outcome).as(outcome.sentence()).isInstanceOf(DeliveryOutcome.Delivered.class);
            }
        }
    }

    private static Map<Path, FileTime> arrivals() throws IOException {
        var arrivals = new TreeMap<Path, FileTime>();
        for (var file : pacs.files()) {
            arrivals.put(file, Files.getLastModifiedTime(file));
        }
        return arrivals;
    }

    @Test
    void theLabProvesThatItsPackageRepeatsPyTorchAndTheBoxRunsThisPackage() {
        var running = box.json("/api/v1/model");

        assertThat(model.exportSaid()).contains("parity with PyTorch over", "golden test passed on CPU");
        assertThat(running.get("digest").asText()).isEqualTo(trusted().digest());
        assertThat(running.get("goldenTest").asText()).contains("passed");
        assertThat(running.get("researchUseOnly").asBoolean()).isTrue();
    }

    @Test
    void everyFilmEndsExactlyOnce() {
        var health = box.json("/api/v1/health");

        assertThat(health.get("films").asInt()).isEqualTo(Sent.values().length);
        assertThat(health.get("scored").asInt()).isEqualTo(Sent.TO_BE_SCORED.size());
        assertThat(health.get("refused").asInt()).isEqualTo(Sent.values().length - Sent.TO_BE_SCORED.size());
        assertThat(health.get("failed").asInt()).isZero();
        assertThat(health.get("waiting").asInt()).isZero();
        for (var sent : Sent.values()) {
            assertThat(film(sent).get("state").asText())
                    .as(sent.name())
                    .isEqualTo(Sent.TO_BE_SCORED.contains(sent) ? "scored" : "refused");
        }
    }

    @Test
    void aSideViewAndACtAreRefusedWithTheirReasonAndWithoutAScoreOrAReport() {
        assertRefused(Sent.LATERAL, RefusalCode.LATERAL_VIEW);
        assertRefused(Sent.CT, RefusalCode.UNSUPPORTED_SOP_CLASS);
    }

    private static void assertRefused(Sent sent, RefusalCode code) {
        var film = film(sent);
        assertThat(film.get("refusal").get("code").asText()).isEqualTo(code.name());
        assertThat(film.get("refusal").get("sentence").asText()).isEqualTo(code.sentence());
        assertThat(film.has("findings")).isFalse();
        assertThat(film.get("deliveries")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Sent.class,
            names = {"NORMAL", "EFFUSION", "TUBERCULOSIS"})
    void theBoxScoresAFilmAsThePackagesEngineDoes(Sent sent) {
        var expected = engineOn(sent);

        var findings = film(sent).get("findings");

        assertThat(findings.findValuesAsText("finding")).containsExactlyElementsOf(FINDINGS);
        for (var i = 0; i < FINDINGS.size(); i++) {
            assertThat(findings.get(i).get("score").asDouble())
                    .as(FINDINGS.get(i))
                    .isCloseTo(expected[i], within(1e-6));
        }
    }

    /** From the file to the score by the three public steps, without a box. */
    private static float[] engineOn(Sent sent) {
        var modelPackage = trusted();
        var preparation = new FilmPreparation(modelPackage.manifest().input().sizePixels());
        var prepared = preparation.prepare(FilmReader.read(sent.file()).radiograph());
        try (var engine = modelPackage.open(EngineSettings.forOneFilmAtATime(ProviderChoice.CPU))) {
            return engine.run(prepared).probabilities();
        }
    }

    private static ModelPackage trusted() {
        return ModelPackage.read(model.modelPackage(), TrustedKeys.read(List.of(model.trustedKey())));
    }

    @ParameterizedTest
    @EnumSource(
            value = Sent.class,
            names = {"NORMAL", "EFFUSION", "TUBERCULOSIS"})
    void reportAndPictureReachThePacsInTheFilmsStudyWithTheBoxesScores(Sent sent) {
        var source = sent.header();

        var arrived = inPacsUnder(source.getString(Tag.StudyInstanceUID).orElseThrow());

        assertThat(arrived)
                .extracting(object -> object.getString(Tag.SOPClassUID).orElseThrow())
                .containsExactlyInAnyOrder(UID.Comprehensive3DSRStorage, UID.SecondaryCaptureImageStorage);
        assertThat(arrived).allSatisfy(object -> {
            assertThat(object.getString(Tag.PatientID)).isEqualTo(source.getString(Tag.PatientID));
            assertThat(object.getString(Tag.PatientName)).isEqualTo(source.getString(Tag.PatientName));
            assertThat(object.getString(Tag.AccessionNumber)).isEqualTo(source.getString(Tag.AccessionNumber));
            assertThat(object.getString(Tag.SeriesInstanceUID)).isNotEqualTo(source.getString(Tag.SeriesInstanceUID));
        });
        var stated = new ArrayList<String>();
        arrived.forEach(object -> collectNumbers(object, stated));
        assertThat(stated)
                .containsAll(film(sent).get("findings").findValues("score").stream()
                        .map(score -> String.format(Locale.ROOT, "%.4f", score.asDouble()))
                        .toList());
    }

    private static List<Attributes> inPacsUnder(String studyInstanceUid) {
        return pacs.files().stream()
                .map(file -> DicomReader.readHeader(file).dataset())
                .filter(object -> object.getString(Tag.StudyInstanceUID, "").equals(studyInstanceUid))
                .toList();
    }

    private static void collectNumbers(Attributes item, List<String> numbers) {
        item.getSequence(Tag.MeasuredValueSequence)
                .forEach(value -> numbers.add(value.getString(Tag.NumericValue, "none")));
        item.getSequence(Tag.ContentSequence).forEach(child -> collectNumbers(child, numbers));
    }

    @Test
    void theFilmThatCameTwiceHasOneResultAndOneReportOfEachKind() throws IOException {
        var now = film(Sent.EFFUSION);

        assertThat(box.get("/films/" + now.get("ref").asText())).contains("Received again with the same content.");
        assertThat(now).isEqualTo(effusionBeforeItCameAgain);
        assertThat(now.get("deliveries").findValuesAsText("kind")).containsExactlyInAnyOrder("sr", "sc");
        assertThat(now.get("deliveries").findValuesAsText("attempts")).containsOnly("1");
        assertThat(arrivals())
                .as("nothing that was there was written again")
                .containsAllEntriesOf(pacsBeforeItCameAgain)
                .hasSize(2 * Sent.TO_BE_SCORED.size());
    }

    @Test
    void screenGivesTheScoresAndReasonsTheBoxGives() throws IOException {
        var csv = folder.resolve("screen.csv");

        Program.ours(
                        BoxMain.class,
                        Arguments.of(
                                "screen --provider cpu --model",
                                model.modelPackage().toString(),
                                "--trust",
                                model.trustedKey().toString(),
                                "--csv",
                                csv.toString(),
                                folder.resolve("films").toString()))
                .end()
                .expectSuccess();

        var rows = rows(csv);
        assertThat(rows).hasSize(Sent.values().length * FINDINGS.size());
        for (var sent : Sent.values()) {
            for (var i = 0; i < FINDINGS.size(); i++) {
                assertSame(row(rows, sent, FINDINGS.get(i)), film(sent), i);
            }
        }
    }

    private static void assertSame(CSVRecord row, JsonNode film, int finding) {
        assertThat(row.get("reason"))
                .isEqualTo(film.path("refusal").path("code").asText());
        if (film.has("findings")) {
            var onTheBox = film.get("findings").get(finding);
            assertThat(Double.parseDouble(row.get("score")))
                    .isCloseTo(onTheBox.get("score").asDouble(), within(1e-6));
            assertThat(row.get("decision")).isEqualTo(onTheBox.get("decision").asText());
            assertThat(row.get("model")).isEqualTo(film.get("model").asText());
        } else {
            assertThat(row.get("score")).isEmpty();
            assertThat(row.get("decision")).isEqualTo("not_assessed");
        }
    }

    private static CSVRecord row(List<CSVRecord> rows, Sent sent, String finding) {
        var found = rows.stream()
                .filter(row -> row.get("file").equals(sent.file().toString()))
                .filter(row -> row.get("finding").equals(finding))
                .toList();
        assertThat(found).as("rows of %s for %s", sent, finding).hasSize(1);
        return found.get(0);
    }

    private static List<CSVRecord> rows(Path csv) throws IOException {
        var format = CSVFormat.DEFAULT
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get();
        try (var parser = format.parse(Files.newBufferedReader(csv, StandardCharsets.UTF_8))) {
            return parser.getRecords();
        }
    }

    private static JsonNode film(Sent sent) {
        return box.film(sent.patientId()).orElseThrow();
    }
}
