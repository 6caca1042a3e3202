package org.mococxr.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.mococxr.phantom.PhantomKind;
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
        write("normal.dcm", PhantomKind.NORMAL, 0, usual);
        // Modalities differ; the box must not care.
        write("effusion.dcm", PhantomKind.EFFUSION, 1, usual.withInversion());
        write("tb-like.dcm", PhantomKind.TB_LIKE, 2, usual.withDetector(PhantomStudyOptions.Detector.CR));
        write("lateral.dcm", PhantomKind.LATERAL, 3, usual);
        write("ct.dcm", PhantomKind.CT_SLICE, 4, usual);
        return LabMain.OK;
    }

    private void write(String name, PhantomKind kind, int number, PhantomStudyOptions options) {
        try {
            Files.createDirectories(out);
            var file = Files.write(out.resolve(name), PhantomStudy.dicom(kind, Math.addExact(seed, number), options));
            System.out.println(file);
        } catch (IOException e) {
            throw new UncheckedIOException("could not write " + out.resolve(name), e);
        }
    }
}
