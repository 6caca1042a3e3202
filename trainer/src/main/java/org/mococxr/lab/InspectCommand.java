package org.mococxr.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mococxr.evaluation.Predictions;
import org.mococxr.inference.Engine;
import org.mococxr.inference.EngineSettings;
import org.mococxr.inference.ProviderChoice;
import org.mococxr.inputcheck.InputCheck;
import org.mococxr.modelpackage.GoldenResult;
import org.mococxr.modelpackage.Manifest;
import org.mococxr.modelpackage.ModelComparison;
import org.mococxr.modelpackage.ModelPackage;
import org.mococxr.modelpackage.TrustedKeys;
import org.mococxr.observation.DiskTrouble;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cxr-lab inspect}. */
@Command(
        name = "inspect",
        description = {
            "Explains a model package in words and checks it as a box would: packing, signature, hashes, graph, thresholds, golden films.",
            "Ends with 0 only if all of it holds."
        },
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  cxr-lab inspect cxr.cxrmodel --trust keys/lab.public.pem",
            "  cxr-lab inspect --diff old.cxrmodel new.cxrmodel --trust keys \\",
            "      --predictions old/predictions.csv --predictions new/predictions.csv    # of cxr-lab evaluate, the same films"
        })
final class InspectCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "FILE" + ModelPackage.ENDING,
            arity = "1..2",
            description = "The package; with --diff the earlier and the later one.")
    private List<Path> packages = new ArrayList<>();

    @Option(names = "--diff", description = "Says what changed from the first package to the second.")
    private boolean diff;

    @Option(
            names = "--predictions",
            paramLabel = "FILE.csv",
            description =
                    "For --diff, twice: what the first and the second model said about common films, as cxr-lab evaluate"
                            + " writes it. Paired intervals come from them.")
    private List<Path> predictions = new ArrayList<>();

    @Option(
            names = "--trust",
            paramLabel = "FILE|DIR",
            description =
                    "Public key, or folder of *.public.pem, whose packages are believed. Without it the signature is not checked.")
    private List<Path> trust = new ArrayList<>();

    @Option(names = "--card", description = "Prints the model card and the terms as well.")
    private boolean card;

    @Option(
            names = "--card-page",
            paramLabel = "FILE.html",
            description = "Writes the model card as a page for a browser, as it lies in the package.")
    private @Nullable Path cardPage;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        if (packages.size() != (diff ? 2 : 1) || !predictions.isEmpty() && (!diff || predictions.size() != 2)) {
            throw new IllegalArgumentException(
                    "inspect takes one package, or two with --diff, and then two --predictions or none");
        }
        return diff ? compare() : inspect(read(packages.get(0)));
    }

    private ModelPackage read(Path file) {
        return trust.isEmpty() ? ModelPackage.readWithoutTrust(file) : ModelPackage.read(file, TrustedKeys.read(trust));
    }

    private int compare() {
        var before = read(packages.get(0));
        var after = read(packages.get(1));
        Optional<ModelComparison.OnCommonFilms> films = predictions.isEmpty()
                ? Optional.empty()
                : Optional.of(new ModelComparison.OnCommonFilms(
                        Predictions.read(predictions.get(0)), Predictions.read(predictions.get(1))));
        ModelComparison.of(before.manifest(), after.manifest(), films)
                .forEach(spec.commandLine().getOut()::println);
        return LabMain.OK;
    }

    private int inspect(ModelPackage read) {
        var terminal = spec.commandLine().getOut();
        Manifest manifest = read.manifest();
        terminal.printf("%s, release %d of %s%n", manifest.id(), manifest.release(), manifest.name());
        terminal.println(manifest.intendedUse());
        terminal.printf("package:      SHA-256 %s%n", read.digest());
        terminal.printf(
                read.verified()
                        ? "signature:    good, by the trusted key %s%n"
                        : "signature:    NOT CHECKED (no --trust given); it claims the key %s%n",
                read.signingKeyId());
        terminal.printf(
                "files:        %d, sizes and SHA-256 as in the manifest%n",
                manifest.files().size());
        terminal.printf(
                "graph:        %d nodes, %d weights, all operators allowed, nothing outside the file%n",
                read.graph().nodes(), read.graph().weightCount());
        Explanation.origin(manifest, terminal);
        Explanation.findings(manifest, terminal);
        Explanation.inputCheck(read.inputCheck().map(InputCheck::report), terminal);
        GoldenResult golden;
        try (Engine engine = read.open(EngineSettings.forOneFilmAtATime(ProviderChoice.CPU))) {
            terminal.println(engine.provider().inWords());
            golden = read.goldenTest(engine);
        }
        terminal.println(golden.inWords());
        if (cardPage != null) {
            write(read, cardPage);
            terminal.printf("model card:   written to %s%n", cardPage);
        }
        if (card) {
            terminal.println();
            terminal.print(read.modelCard());
            terminal.println();
            terminal.print(read.licenses());
            terminal.flush();
        }
        return golden.passed() ? LabMain.OK : LabMain.REFUSED;
    }

    private static void write(ModelPackage read, Path page) {
        var html = read.modelCardPage()
                .orElseThrow(() -> new IllegalArgumentException("the package has the format "
                        + read.manifest().format() + ", which has no model card as a page; --card prints its text"));
        try {
            Files.writeString(page, html);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the model card could not be written to " + page + ": " + DiskTrouble.inWords(e), e);
        }
    }
}
