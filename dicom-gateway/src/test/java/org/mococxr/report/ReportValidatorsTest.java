package org.mococxr.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mococxr.dicom.Attributes;
import org.mococxr.dicom.DicomObject;
import org.mococxr.dicom.DicomWriter;
import org.mococxr.dicom.TransferSyntax;
import org.mococxr.film.Placement;
import org.mococxr.phantom.PhantomFilm;
import org.mococxr.phantom.PhantomKind;
import org.mococxr.report.StructuredReport.Form;

/**
 * What independent validators say of our objects: dciodvfy (Debian dicom3tools), dsrdump (dcmtk) and DicomSRValidator
 * (libpixelmed-java). The last one checks templates, where dciodvfy passes reports with wrong ones.
 */
@Tag("system-tools")
class ReportValidatorsTest {
    /** Debian installs the validator's libraries here. */
    private static final String PIXELMED = "/usr/share/java/pixelmed.jar";

    @TempDir
    Path folder;

    private final ScreeningReport report = ReportExamples.of(ReportExamples.film());

    @ParameterizedTest
    @EnumSource(Form.class)
    void dciodvfyFindsNoErrorInTheStructuredReport(Form form) throws Exception {
        var file = write(StructuredReport.of(report, form));

        var said = run("dciodvfy", "-new", file);

        assertThat(said).contains("SR").doesNotContain("Error");
        assertThat(said.lines().filter(line -> line.contains("Warning")))
                .as("our private coding scheme is the only thing it may not know")
                .allMatch(line -> line.endsWith("Unrecognized defined term = <99MOCOCXR>"));
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void pixelmedAcceptsTheTemplatesOfTheStructuredReport(Form form) throws Exception {
        assertThat(Path.of(PIXELMED)).as("apt package libpixelmed-java").exists();
        var file = write(StructuredReport.of(report, form));

        var said = run(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djdk.xml.xpathTotalOpLimit=0",
                "-Djdk.xml.xpathExprOpLimit=0",
                "-Djdk.xml.xpathExprGrpLimit=0",
                "-cp",
                PIXELMED,
                "com.pixelmed.validate.DicomSRValidator",
                file);

        assertThat(said)
                .contains("Found Root Template TID_1500", "Root Template Validation Complete")
                .doesNotContainIgnoringCase("error")
                .doesNotContainIgnoringCase("warning");
    }

    @Test
    void dsrdumpReadsTheStructuredReport() throws Exception {
        var said = run("dsrdump", write(StructuredReport.of(report)));

        assertThat(said)
                .contains("\"Pleural effusion\")=(52101004,SCT,\"Present\")")
                .contains("\"Probability\")=\"0.8730\"")
                .doesNotContain("E: ");
    }

    @Test
    void dciodvfyFindsNoErrorInTheSecondaryCapture() throws Exception {
        var film = PhantomFilm.draw(PhantomKind.EFFUSION, 3, 400, 300).radiograph();
        var map = HeatMap.of(Concepts.PLEURAL_EFFUSION, new float[][] {{0, 1}, {2, 3}});

        var said = run(
                "dciodvfy",
                "-new",
                write(SecondaryCapture.of(report, film, Placement.of(400, 300, 320), List.of(map))));

        assertThat(said).contains("SCImage").doesNotContain("Error").doesNotContain("Warning");
    }

    private String write(Attributes object) throws IOException {
        var file = folder.resolve("object.dcm");
        Files.write(file, DicomWriter.toBytes(DicomObject.of(object, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN)));
        return file.toString();
    }

    private String run(String... command) throws IOException, InterruptedException {
        var output = folder.resolve("output.txt");
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES))
                .as("%s ends", command[0])
                .isTrue();
        return Files.readString(output, StandardCharsets.UTF_8);
    }
}
