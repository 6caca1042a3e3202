package org.mococxr.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.mococxr.modelpackage.ModelPackage;
import org.mococxr.modelpackage.Signing;
import org.mococxr.modelpackage.SigningKey;
import org.mococxr.modelpackage.TrustedKeys;
import org.mococxr.observation.DiskTrouble;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cxr-lab sign}. */
@Command(
        name = "sign",
        description = {
            "Adds a signature to a finished model package, so that boxes which trust only your key take it.",
            "The package is checked first, with the keys you trust; its model and words stay as they are."
        },
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        sortOptions = false,
        footer = {
            "",
            "Example:",
            "  cxr-lab sign cxr.cxrmodel --trust lab.public.pem --key keys/hospital.private.pem --out ours.cxrmodel"
        })
final class SignCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE" + ModelPackage.ENDING, description = "The package.")
    private Path file = Path.of("");

    @Option(
            names = "--trust",
            required = true,
            paramLabel = "FILE|DIR",
            description = "Public key, or folder of *.public.pem; one of them must have signed the package.")
    private List<Path> trust = new ArrayList<>();

    @Option(names = "--key", required = true, paramLabel = "FILE.private.pem", description = "Key to sign with.")
    private Path key = Path.of("");

    @Option(names = "--alone", description = "Leave out the signatures that are there: for a key that is given up.")
    private boolean alone;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE" + ModelPackage.ENDING,
            description = "Package to write; one that is there is replaced.")
    private Path out = Path.of("");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        var signingKey = SigningKey.read(key);
        byte[] packaged;
        try {
            packaged = Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the package %s: %s".formatted(file, DiskTrouble.inWords(e)), e);
        }
        PackageFile.write(out, Signing.sign(packaged, TrustedKeys.read(trust), signingKey, alone));
        spec.commandLine().getOut().printf("%s: signed by the key %s%n", out, signingKey.id());
        return LabMain.OK;
    }
}
