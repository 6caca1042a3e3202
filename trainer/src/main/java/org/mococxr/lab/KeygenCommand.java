package org.mococxr.lab;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.mococxr.modelpackage.SigningKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code cxr-lab keygen}. */
@Command(
        name = "keygen",
        description = {
            "Makes a key pair to sign model packages with (Ed25519).",
            "The private key stays in the lab. The public key goes to every box that is to believe this lab's packages."
        },
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        sortOptions = false,
        footer = {"", "Example:", "  cxr-lab keygen --out keys --name our-lab"})
final class KeygenCommand implements Callable<Integer> {
    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Folder for the two files.")
    private Path out = Path.of("");

    @Option(names = "--name", paramLabel = "NAME", description = "Name of the files (default: ${DEFAULT-VALUE}).")
    private String name = "lab";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        String id;
        try {
            id = SigningKey.generate(out, name);
        } catch (FileAlreadyExistsException e) {
            throw new IllegalArgumentException(
                    e.getFile()
                            + " already exists; a key is never overwritten, because packages signed with it would lose theirs."
                            + " Choose another --name or --out",
                    e);
        }
        var terminal = spec.commandLine().getOut();
        terminal.println("key " + id);
        terminal.println(
                "  keep secret:   " + out.resolve(name + SigningKey.PRIVATE_ENDING) + " (readable by you only)");
        terminal.println("  give to boxes: " + out.resolve(name + SigningKey.PUBLIC_ENDING));
        return LabMain.OK;
    }
}
