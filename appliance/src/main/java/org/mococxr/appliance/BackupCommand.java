package org.mococxr.appliance;

import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.mococxr.appliance.backup.Backup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "backup",
        mixinStandardHelpOptions = true,
        description = {
            "Copies everything of a box into a new folder: journal, people, films, models, settings.",
            "The box may be running. Films and names are in the copy: keep it as safe as the box."
        })
final class BackupCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "Data folder of the box.")
    private Path data;

    @Parameters(paramLabel = "FOLDER", description = "New folder to make.")
    private Path target;

    @Override
    public Integer call() {
        var files = new Backup(data).to(target, Clock.systemUTC());
        spec.commandLine().getOut().println("%d files copied to %s".formatted(files, target));
        return 0;
    }
}
