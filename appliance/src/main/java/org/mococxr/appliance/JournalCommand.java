package org.mococxr.appliance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.mococxr.appliance.health.DiskSpace;
import org.mococxr.appliance.journal.JournalRecovery;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "journal",
        mixinStandardHelpOptions = true,
        description = "Checks the journal of a box for damage, and makes a new one from a damaged one.",
        synopsisSubcommandLabel = "(check | recover)")
final class JournalCommand implements Runnable {
    private static final int MOST_SHOWN = 50;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Say what to do: check or recover.");
    }

    @Command(
            name = "check",
            mixinStandardHelpOptions = true,
            description = "Says what is wrong with the journal; exit status 1 if anything is. Changes nothing.")
    int check(@Option(names = "--data", required = true, paramLabel = "DIR", description = "Data folder.") Path data) {
        var found = recovery(data).check();
        if (found.isEmpty()) {
            say("The journal is sound.");
            return 0;
        }
        say("The journal %s is DAMAGED:".formatted(DataFolder.journal(data)));
        found.stream().limit(MOST_SHOWN).forEach(words -> say("  " + words));
        if (found.size() > MOST_SHOWN) {
            say("  and %d more".formatted(found.size() - MOST_SHOWN));
        }
        say(
                "Stop the box. Restore a backup if a recent one is there (cxr-box restore), or make a new journal from what can be read:");
        say("  cxr-box journal recover --data " + data);
        newestBackup(data).ifPresent(words -> say("The newest backup known: " + words));
        return 1;
    }

    @Command(
            name = "recover",
            mixinStandardHelpOptions = true,
            description = {
                "Makes a new journal from what can be read of a damaged one, which is kept beside it. The box must be stopped.",
                "Films whose row is lost are taken in again at the next start; results that were lost are computed again."
            })
    int recover(
            @Option(names = "--data", required = true, paramLabel = "DIR", description = "Data folder.") Path data) {
        var recovery = recovery(data);
        try (var folder = DataFolder.open(data, DiskSpace::of)) {
            var recovered = recovery.recover();
            say("%d rows were read: %d films, %d results."
                    .formatted(recovered.rows(), recovered.films(), recovered.results()));
            say("%d ranges of rows could not be read, %d rows did not fit."
                    .formatted(recovered.unreadable(), recovered.refused()));
            say("The damaged journal is kept as " + recovered.damaged());
            say("Start the box now: films in %s without a row are taken in again, and assessed."
                    .formatted(folder.inbox()));
        }
        newestBackup(data).ifPresent(words -> say("The newest backup known: " + words));
        return 0;
    }

    private static JournalRecovery recovery(Path data) {
        if (!Files.isRegularFile(DataFolder.journal(data))) {
            throw new BoxNotStartedException(
                    "there is no journal in %s; is it the data folder of a box?".formatted(data));
        }
        return new JournalRecovery(DataFolder.journal(data), Clock.systemUTC());
    }

    private static Optional<String> newestBackup(Path data) {
        try {
            var file = DataFolder.lastBackup(data);
            return Files.exists(file) ? Optional.of(Files.readString(file).strip()) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // it is only a hint
        }
    }

    private void say(String words) {
        spec.commandLine().getOut().println(words);
        spec.commandLine().getOut().flush();
    }
}
