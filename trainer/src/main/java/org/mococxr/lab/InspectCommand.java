package org.mococxr.lab;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.mococxr.inference.Engine;
import org.mococxr.inference.EngineSettings;
import org.mococxr.inference.ProviderChoice;
import org.mococxr.inputcheck.InputCheck;
import org.mococxr.modelpackage.GoldenResult;
import org.mococxr.modelpackage.Manifest;
import org.mococxr.modelpackage.ModelPackage;
import org.mococxr.modelpackage.TrustedKeys;
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
        footer = {"", "Example:", "  cxr-lab inspect cxr.cxrmodel --trust keys/lab.public.pem"})
final class InspectCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE" + ModelPackage.ENDING, description = "The package.")
    private Path file = Path.of("");

    @Option(
            names = "--trust",
            paramLabel = "FILE|DIR",
            description =
                    "Public key, or folder of *.public.pem, whose packages are believed. Without it the signature is not checked.")
    private List<Path> trust = new ArrayList<>();

    @Option(names = "--card", description = "Prints the model card and the terms as well.")
    private boolean card;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        ModelPackage read = trust.isEmpty()
                ? ModelPackage.readWithoutTrust(file)
                : ModelPackage.read(file, TrustedKeys.read(trust));
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
        if (card) {
            terminal.println();
            terminal.print(read.modelCard());
            terminal.println();
            terminal.print(read.licenses());
            terminal.flush();
        }
        return golden.passed() ? LabMain.OK : LabMain.REFUSED;
    }
}
