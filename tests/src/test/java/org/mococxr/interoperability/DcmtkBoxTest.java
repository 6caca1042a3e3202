package org.mococxr.interoperability;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mococxr.dicom.DicomObject;
import org.mococxr.dicom.DicomWriter;
import org.mococxr.dicom.TransferSyntax;
import org.mococxr.dicom.VR;
import org.mococxr.dicom.net.FolderScp;
import org.mococxr.gate.RefusalCode;
import org.mococxr.phantom.PhantomKind;
import org.mococxr.phantom.PhantomPatient;
import org.mococxr.phantom.PhantomStudy;
import org.mococxr.phantom.PhantomStudyOptions;
import org.mococxr.workbench.Arguments;
import org.mococxr.workbench.BoxUnderTest;
import org.mococxr.workbench.Program;
import org.mococxr.workbench.TrainedModel;

/**
 * Requirements covered: a modality that behaves as DCMTK does is answered and its films are scored, in whichever lossless encoding
 * they travel, with the same result; nothing it may send by accident stops the box.
 */
@Tag("system-tools")
@Timeout(300)
class DcmtkBoxTest {
    private static final long SEED = 7;

    @TempDir
    static Path folder;

    private static FolderScp pacs;
    private static BoxUnderTest box;

    @BeforeAll
    static void startTheBox() {
        pacs = FolderScp.start("PACS", 0, folder.resolve("pacs"));
        box = BoxUnderTest.start(TrainedModel.shared(), folder.resolve("box"), pacs.peer());
    }

    @AfterAll
    static void stopTheBox() {
        if (box != null) {
            box.close();
        }
        if (pacs != null) {
            pacs.close();
        }
    }

    @Test
    void echoscuIsAnswered() {
        echo().expectSuccess();
    }

    @Test
    void theSameFilmHasTheSameScoresInEveryEncodingStorescuSendsItIn() throws IOException {
        var explicit = film(PhantomPatient.of(1, PhantomKind.EFFUSION));
        var implicit = film(PhantomPatient.of(2, PhantomKind.EFFUSION));
        var lossless = losslessJpeg(film(PhantomPatient.of(3, PhantomKind.EFFUSION)));

        dcmtk("storescu", "-xe", explicit).expectSuccess();
        dcmtk("storescu", "-xi", implicit).expectSuccess();
        dcmtk("storescu", "-xs", lossless).expectSuccess();

        var scores = new ArrayList<List<String>>();
        for (var number : List.of(1, 2, 3)) {
            var film =
                    box.reported(PhantomPatient.of(number, PhantomKind.EFFUSION).id());
            scores.add(film.get("findings").findValuesAsText("score"));
        }
        assertThat(scores.get(0)).hasSize(2);
        assertThat(scores).containsOnly(scores.get(0));
        assertThat(pacs.files()).hasSizeGreaterThanOrEqualTo(6);
    }

    @Test
    void aFilmThatLacksHalfItsPixelsArrivesAndIsRefused() throws IOException {
        var patient = PhantomPatient.of(4, PhantomKind.NORMAL);
        var dataset = PhantomStudy.dataset(
                PhantomKind.NORMAL, SEED, PhantomStudyOptions.usual().withPatient(patient));
        var pixels = dataset.getBytes(org.mococxr.dicom.Tag.PixelData).orElseThrow();
        dataset.setBytes(org.mococxr.dicom.Tag.PixelData, VR.OW, Arrays.copyOf(pixels, pixels.length / 4 * 2));
        var file = write(
                "half.dcm", DicomWriter.toBytes(DicomObject.of(dataset, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN)));

        dcmtk("storescu", "-xe", file).expectSuccess();

        assertThat(box.concluded(patient.id()).path("refusal").path("code").asText())
                .isEqualTo(RefusalCode.MALFORMED.name());
    }

    /** The tools notice themselves that such a file is none, some of them only after the association is open. */
    @Test
    void aTruncatedFileAndRandomBytesLeaveTheBoxAnsweringWithoutAFilm() throws IOException {
        var films = box.json("/api/v1/health").get("films");
        var whole = PhantomStudy.dicom(PhantomKind.NORMAL, 99);
        var noise = new byte[100_000];
        new Random(SEED).nextBytes(noise);

        for (var file :
                List.of(write("truncated.dcm", Arrays.copyOf(whole, whole.length / 2)), write("noise.dcm", noise))) {
            assertThat(dcmtk("storescu", "-xe", file).exit()).isNotZero();
            assertThat(dcmtk("dcmsend", "-v", file).exit()).isNotZero();
        }
        try (var line = new Socket("127.0.0.1", box.peer().port())) {
            line.getOutputStream().write(Arrays.copyOf(noise, 1000));
        }

        echo().expectSuccess();
        assertThat(box.isRunning()).isTrue();
        assertThat(box.json("/api/v1/health").get("films")).isEqualTo(films);
    }

    private static Program.Ended echo() {
        return Program.tool("echoscu", "dcmtk", "-aec", BoxUnderTest.AE_TITLE, "127.0.0.1", box.dicomPort())
                .end();
    }

    private static Program.Ended dcmtk(String tool, String options, Path file) {
        var arguments =
                Arguments.of(options, "-aec", BoxUnderTest.AE_TITLE, "127.0.0.1", box.dicomPort(), file.toString());
        return Program.tool(tool, "dcmtk", arguments.toArray(String[]::new)).end();
    }

    /** The same picture whoever the patient is. */
    private static Path film(PhantomPatient patient) throws IOException {
        var options = PhantomStudyOptions.usual().withPatient(patient);
        return write(patient.id() + ".dcm", PhantomStudy.dicom(PhantomKind.EFFUSION, SEED, options));
    }

    private static Path losslessJpeg(Path plain) {
        var compressed = folder.resolve("lossless.dcm");
        Program.tool("dcmcjpeg", "dcmtk", "--encode-lossless-sv1", plain.toString(), compressed.toString())
                .end()
                .expectSuccess();
        return compressed;
    }

    private static Path write(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }
}
