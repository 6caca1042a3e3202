package org.mococxr.appliance;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.mococxr.appliance.backup.Backup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "restore",
        mixinStandardHelpOptions = true,
        description = "Makes the data folder of a box from a backup, each file checked by its digest.")
final class RestoreCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "Data folder to make.")
    private Path data;

    @Parameters(paramLabel = "FOLDER", description = "The backup.")
    private Path backup;

    @Override
    public Integer call() {
        var files = new Backup(data).from(backup);
        spec.commandLine().getOut().println("%d files restored to %s".formatted(files, data));
        return 0;
    }
}
