package org.mococxr.phantom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mococxr.dicom.DicomReader;
import org.mococxr.dicom.TransferSyntax;
import org.mococxr.dicom.UID;
import org.mococxr.phantom.PhantomStudyOptions.Detector;

class PhantomStudyTest {
    private static final PhantomStudyOptions SMALL = PhantomStudyOptions.usual().withShortSidePixels(64);

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(PhantomKind.class)
    void writesAFileThatReadsBack(PhantomKind kind) {
        var read = DicomReader.read(PhantomStudy.dicom(kind, 5, SMALL));

        assertThat(read.dataset()).isEqualTo(PhantomStudy.dataset(kind, 5, SMALL));
        assertThat(read.sopClassUid())
                .contains(
                        kind == PhantomKind.CT_SLICE ? UID.CTImageStorage : UID.DigitalXRayImageStorageForPresentation);
    }

    @Test
    void isLargeEnoughToBeScreened() {
        var film = PhantomStudy.dataset(PhantomKind.NORMAL, 5, PhantomStudyOptions.usual());

        assertThat(film.getInt(org.mococxr.dicom.Tag.Rows, 0)).isGreaterThanOrEqualTo(1000);
        assertThat(film.getInt(org.mococxr.dicom.Tag.Columns, 0)).isGreaterThanOrEqualTo(1000);
    }

    @Test
    void saysWhatItShowsAndThatItIsAPhantom() {
        var lateral = PhantomStudy.dataset(PhantomKind.LATERAL, 12, SMALL);

        assertThat(lateral.getString(org.mococxr.dicom.Tag.ViewPosition)).contains("LATERAL");
        assertThat(lateral.getString(org.mococxr.dicom.Tag.PatientName)).contains("Phantom^Lateral");
        assertThat(lateral.getString(org.mococxr.dicom.Tag.PatientID)).contains("PHANTOM-0013");
        assertThat(lateral.getString(org.mococxr.dicom.Tag.Manufacturer)).contains("MoCo-CXR Phantoms");
    }

    @Test
    void takesPatientDetectorAndPolarityFromItsOptions() {
        var child = new PhantomPatient(7, "Phantom^Child", LocalDate.of(2019, 3, 1), "F");

        var film = PhantomStudy.dataset(
                PhantomKind.NORMAL,
                5,
                SMALL.withPatient(child).withDetector(Detector.CR).withInversion());
        var upright = PhantomStudy.dataset(PhantomKind.NORMAL, 5, SMALL.withPatient(child));

        assertThat(film.getString(org.mococxr.dicom.Tag.PatientAge)).contains("006Y");
        assertThat(film.getString(org.mococxr.dicom.Tag.Modality)).contains("CR");
        assertThat(film.getString(org.mococxr.dicom.Tag.PhotometricInterpretation))
                .contains("MONOCHROME1");
        int[] inverted = film.getInts(org.mococxr.dicom.Tag.PixelData);
        int[] plain = upright.getInts(org.mococxr.dicom.Tag.PixelData);
        assertThat(inverted).hasSameSizeAs(plain).hasSizeGreaterThanOrEqualTo(64 * 64);
        for (int i = 0; i < plain.length; i++) {
            assertThat(inverted[i]).isEqualTo(4095 - plain[i]);
        }
        assertThat(film.getString(org.mococxr.dicom.Tag.SOPInstanceUID))
                .isNotEqualTo(upright.getString(org.mococxr.dicom.Tag.SOPInstanceUID));
    }

    @ParameterizedTest
    @EnumSource(
            value = TransferSyntax.class,
            names = {"IMPLICIT_VR_LITTLE_ENDIAN", "EXPLICIT_VR_LITTLE_ENDIAN", "DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN"})
    void writesEveryUncompressedTransferSyntax(TransferSyntax syntax) {
        var options = SMALL.withTransferSyntax(syntax);

        var read = DicomReader.read(PhantomStudy.dicom(PhantomKind.TB_LIKE, 5, options));

        assertThat(read.transferSyntax()).isEqualTo(syntax);
        assertThat(read.dataset().getInts(org.mococxr.dicom.Tag.PixelData))
                .isEqualTo(
                        PhantomStudy.dataset(PhantomKind.TB_LIKE, 5, options).getInts(org.mococxr.dicom.Tag.PixelData));
    }

    @Test
    void refusesToPretendCompression() {
        assertThatThrownBy(() -> SMALL.withTransferSyntax(TransferSyntax.JPEG_BASELINE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a phantom is written uncompressed in little endian, not in JPEG Baseline");
    }

    @Test
    void makesOnlyAdultsUnlessTold() {
        for (int number = 1; number <= 300; number++) {
            assertThat(PhantomPatient.of(number, PhantomKind.NORMAL).ageYears()).isBetween(18, 85);
        }
    }

    @Tag("system-tools")
    @ParameterizedTest
    @EnumSource(PhantomKind.class)
    void dciodvfyFindsNoError(PhantomKind kind) throws Exception {
        assertThat(validated(PhantomStudy.dicom(kind, 5)))
                .contains(kind == PhantomKind.CT_SLICE ? "CTImage" : "DXImageForPresentation")
                .doesNotContain("Error");
    }

    @Tag("system-tools")
    @Test
    void dciodvfyFindsNoErrorInOtherForms() throws Exception {
        var options = PhantomStudyOptions.usual();

        assertThat(validated(PhantomStudy.dicom(PhantomKind.NORMAL, 5, options.withDetector(Detector.CR))))
                .contains("CRImage")
                .doesNotContain("Error");
        assertThat(validated(PhantomStudy.dicom(
                        PhantomKind.NORMAL,
                        5,
                        options.withInversion().withTransferSyntax(TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN))))
                .contains("DXImageForPresentation")
                .doesNotContain("Error");
    }

    private String validated(byte[] object) throws IOException, InterruptedException {
        var file = folder.resolve("phantom.dcm");
        var output = folder.resolve("output.txt");
        Files.write(file, object);
        var process = new ProcessBuilder("dciodvfy", "-new", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).as("dciodvfy ends").isTrue();
        return Files.readString(output, StandardCharsets.UTF_8);
    }
}
