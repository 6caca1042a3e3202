package org.mococxr.lab;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.mococxr.phantom.PhantomArchive;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code cxr-lab phantom}. */
@Command(
        name = "phantom",
        description =
                "Draws phantom chest films with and without findings, and their film list: for trying everything out without patients.",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        footer = {"", "Example:", "  cxr-lab phantom --out phantoms --train 200 --val 80"})
final class PhantomCommand implements Callable<Integer> {
    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Folder to fill.")
    private Path out = Path.of("");

    @Option(names = "--train", paramLabel = "N", description = "Films to train on (default: ${DEFAULT-VALUE}).")
    private int train = 200;

    @Option(names = "--val", paramLabel = "N", description = "Films to validate on (default: ${DEFAULT-VALUE}).")
    private int val = 80;

    @Option(names = "--test", paramLabel = "N", description = "Films to test on (default: ${DEFAULT-VALUE}).")
    private int test = 80;

    @Option(names = "--side", paramLabel = "PIXELS", description = "Longer side of a film (default: ${DEFAULT-VALUE}).")
    private int side = 320;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Another seed draws other patients (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(
            names = "--films-per-study",
            paramLabel = "N",
            description =
                    "Take each patient so many times in a study, under another exposure each time, as pretrain --positives"
                            + " same-study pairs them (default: ${DEFAULT-VALUE}).")
    private int filmsPerStudy = 1;

    @Override
    public Integer call() {
        var list = PhantomArchive.write(
                out,
                new PhantomArchive.Drawing(seed, side, filmsPerStudy),
                List.of(
                        PhantomArchive.Split.balanced("train", train),
                        PhantomArchive.Split.balanced("val", val),
                        PhantomArchive.Split.balanced("test", test)));
        System.out.printf("%d phantom films, listed in %s%n", train + val + test, list);
        return LabMain.OK;
    }
}
