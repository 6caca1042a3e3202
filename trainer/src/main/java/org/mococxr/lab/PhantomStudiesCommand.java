package org.mococxr.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.mococxr.phantom.PhantomKind;
import org.mococxr.phantom.PhantomPatient;
import org.mococxr.phantom.PhantomStudy;
import org.mococxr.phantom.PhantomStudyOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code cxr-lab phantom-studies}. */
@Command(
        name = "phantom-studies",
        description =
                "Draws one DICOM object of each kind a box meets: films with and without findings, a side view, a CT.",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        footer = {"", "Example:", "  cxr-lab phantom-studies --out studies"})
final class PhantomStudiesCommand implements Callable<Integer> {
    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Folder to fill.")
    private Path out = Path.of("");

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Another seed draws other patients (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Override
    public Integer call() {
        var usual = PhantomStudyOptions.usual();
        // Modalities differ; the box must not care.
        write(1, "normal.dcm", PhantomKind.NORMAL, usual);
        write(2, "effusion.dcm", PhantomKind.EFFUSION, usual.withInversion());
        write(3, "tb-like.dcm", PhantomKind.TB_LIKE, usual.withDetector(PhantomStudyOptions.Detector.CR));
        write(4, "lateral.dcm", PhantomKind.LATERAL, usual);
        write(5, "ct.dcm", PhantomKind.CT_SLICE, usual);
        return LabMain.OK;
    }

    private void write(int number, String name, PhantomKind kind, PhantomStudyOptions options) {
        var patient = PhantomPatient.of(number, kind);
        try {
            Files.createDirectories(out);
            var object = PhantomStudy.dicom(kind, Math.addExact(seed, number), options.withPatient(patient));
            System.out.printf("%s  %s%n", Files.write(out.resolve(name), object), patient.id());
        } catch (IOException e) {
            throw new UncheckedIOException("could not write " + out.resolve(name), e);
        }
    }
}
