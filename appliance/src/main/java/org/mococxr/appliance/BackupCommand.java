package org.mococxr.appliance;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.mococxr.appliance.backup.Backup;
import org.mococxr.appliance.backup.BackupKey;
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
            "Films that are damaged on the disk are left out and listed; then the exit status is 1.",
            "The box may be running. Films and names are in the copy, signed but not encrypted: keep it as safe as the box."
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
        requireBox(); // before a key is made for it
        var clock = Clock.systemUTC();
        var key = BackupKey.open(DataFolder.keys(data));
        var made = new Backup(data).to(target, key, clock);
        if (Files.isWritable(data)) {
            DataFolder.noteBackup(data, target, clock.instant());
        }
        var out = spec.commandLine().getOut();
        out.println("%d files copied to %s".formatted(made.files(), target));
        out.println("Signed with the key %s. Write it down: `restore` asks for it where this box's keys are not"
                .formatted(key.id()));
        if (made.damagedFilms().isEmpty()) {
            return 0;
        }
        var err = spec.commandLine().getErr();
        err.println(("%d films are damaged or gone on this box and are NOT in the backup; the rest of it is whole."
                        + " Send them again from where they came, or take them from an earlier backup:")
                .formatted(made.damagedFilms().size()));
        made.damagedFilms().forEach(ref -> err.println("  " + ref));
        return 1;
    }

    private void requireBox() {
        if (!Files.isDirectory(data)) {
            throw new BoxNotStartedException("%s is no data folder of a box".formatted(data));
        }
    }
}
