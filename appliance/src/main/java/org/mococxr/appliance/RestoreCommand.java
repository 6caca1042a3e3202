package org.mococxr.appliance;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mococxr.appliance.backup.Backup;
import org.mococxr.appliance.backup.BackupKey;
import org.mococxr.appliance.people.AuditKey;
import org.mococxr.appliance.people.People;
import org.mococxr.appliance.people.Person;
import org.mococxr.appliance.people.Role;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "restore",
        mixinStandardHelpOptions = true,
        description = {
            "Makes the data folder of a box from a backup whose signature is good, each file checked by its digest.",
            "Everybody has to sign in again and programs need new tokens; the people of the box are listed."
        })
final class RestoreCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "Data folder to make.")
    private Path data;

    @Option(
            names = "--trust",
            paramLabel = "KEY",
            description = {
                "Key that may have signed it, as `backup` and `doctor` of that box say.",
                "Not needed where the keys of the box lie beside the folder to be made."
            })
    private @Nullable String trust;

    @Parameters(paramLabel = "FOLDER", description = "The backup.")
    private Path backup;

    private List<Person> restored = List.of();

    @Override
    public Integer call() {
        var out = spec.commandLine().getOut();
        var own = BackupKey.find(DataFolder.keys(data)).map(BackupKey::id);
        var files = new Backup(data)
                .from(
                        backup,
                        key -> key.equals(trust) || own.filter(key::equals).isPresent(),
                        this::finish);
        out.println("%d files restored to %s".formatted(files, data));
        out.println("All sessions and tokens have ended. Who can sign in to this box:");
        restored.stream()
                .filter(person -> !person.disabled())
                .forEach(person -> out.println("  %-20s %s"
                        .formatted(
                                person.name(),
                                person.roles().stream().map(Role::code).sorted().toList())));
        return 0;
    }

    /** Whoever was signed in when the backup was made need not be today. */
    private void finish(Path unfinished, String madeAt) {
        var people = DataFolder.people(unfinished);
        if (Files.exists(people)) {
            restored = People.restored(people, AuditKey.open(DataFolder.keys(data)), Clock.systemUTC(), madeAt);
        }
    }
}
