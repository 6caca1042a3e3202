package org.mococxr.interoperability;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mococxr.dicom.DicomReader;
import org.mococxr.phantom.PhantomKind;
import org.mococxr.phantom.PhantomStudy;
import org.mococxr.workbench.BoxUnderTest;
import org.mococxr.workbench.Eventually;
import org.mococxr.workbench.Program;
import org.mococxr.workbench.TrainedModel;

/**
 * Requirements covered: a PACS that routes a film to the box gets structured report and picture back into the film's own study;
 * an independent validator finds no error in them; a report that the PACS routes to the box in turn starts no second round.
 */
@Tag("system-tools")
@Timeout(300)
class OrthancBoxTest {
    @TempDir
    static Path folder;

    private static OrthancUnderTest orthanc;
    private static BoxUnderTest box;
    private static String patientId;
    private static String study;
    private static String report;
    private static String picture;

    @BeforeAll
    @Timeout(600)
    static void sendAFilmFromOrthancAndWaitForTheReports() throws IOException {
        orthanc = OrthancUnderTest.startWithDicomWeb(Files.createDirectory(folder.resolve("orthanc")));
        box = BoxUnderTest.start(TrainedModel.shared(), folder.resolve("box"), orthanc.peer() + ",commitment");
        orthanc.know(box.peer());
        var film = Files.write(folder.resolve("film.dcm"), PhantomStudy.dicom(PhantomKind.EFFUSION, 21));
        var header = DicomReader.readHeader(film).dataset();
        patientId = header.getString(org.mococxr.dicom.Tag.PatientID).orElseThrow();
        study = header.getString(org.mococxr.dicom.Tag.StudyInstanceUID).orElseThrow();

        orthanc.store(orthanc.keep(film), box.peer());
        report = arrived("SR");
        picture = arrived("OT");
    }

    private static String arrived(String modality) {
        return Eventually.comes(
                "one object of modality %s joins the film's study in Orthanc".formatted(modality),
                () -> orthanc.instances(study, modality).stream().findFirst());
    }

    @AfterAll
    static void stop() {
        if (box != null) {
            box.close();
        }
        if (orthanc != null) {
            orthanc.close();
        }
    }

    @Test
    void orthancsEchoIsAnswered() {
        orthanc.echo(box.peer());
    }

    @Test
    void reportAndPictureBelongToTheFilmsPatientAndAreOneEach() {
        box.reported(patientId);

        assertThat(orthanc.instances(study, "SR")).containsExactly(report);
        assertThat(orthanc.instances(study, "OT")).containsExactly(picture);
        for (var object : List.of(report, picture)) {
            assertThat(orthanc.tags(object).get("PatientID").asText()).isEqualTo(patientId);
        }
    }

    /** Orthanc answers the N-ACTION and then calls the box with its N-EVENT-REPORT, in the role of provider. */
    @Test
    void eachReportIsDeliveredOnlyOnceOrthancVouchesForIt() {
        var deliveries = box.reported(patientId).get("deliveries");

        assertThat(deliveries.findValuesAsText("words"))
                .hasSize(2)
                .allSatisfy(words -> assertThat(words).contains("vouches for having stored it"));
    }

    @Test
    void dciodvfyFindsNoErrorInWhatThePacsHolds() throws IOException {
        for (var object : List.of(report, picture)) {
            var file = orthanc.fetch(object, folder.resolve(object + ".dcm"));

            var said = Program.tool("dciodvfy", "dicom3tools", "-new", file.toString())
                    .end()
                    .said();

            assertThat(said.lines()).isNotEmpty().noneMatch(line -> line.startsWith("Error"));
        }
    }

    /** Orthanc as a client of STOW-RS, with the multipart framing of its own. */
    @Test
    void aFilmThatOrthancSendsByDicomWebIsReportedToo() throws IOException {
        orthanc.knowServer("box", box.dicomWeb());
        var film = Files.write(folder.resolve("stowed.dcm"), PhantomStudy.dicom(PhantomKind.EFFUSION, 22));
        var stowed = DicomReader.readHeader(film).dataset();

        orthanc.stow(orthanc.keep(film), "box");

        var entry =
                box.reported(stowed.getString(org.mococxr.dicom.Tag.PatientID).orElseThrow());
        assertThat(entry.get("source").asText()).isEqualTo("dicomweb");
    }

    @Test
    void aPictureThatThePacsSendsBackIsSetAside() {
        var before = box.json("/api/v1/health").get("films").asInt();

        orthanc.store(picture, box.peer());

        var health = box.json("/api/v1/health");
        assertThat(health.get("films").asInt()).isEqualTo(before);
        assertThat(health.get("waiting").asInt()).isZero();
    }
}
