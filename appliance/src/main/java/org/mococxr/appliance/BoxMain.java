package org.mococxr.appliance;

import java.util.Set;
import org.mococxr.appliance.backup.BackupFailedException;
import org.mococxr.appliance.batch.TableNotResumableException;
import org.mococxr.appliance.journal.JournalException;
import org.mococxr.appliance.modelstore.ModelRefusedException;
import org.mococxr.appliance.modelstore.ModelUnknownException;
import org.mococxr.appliance.modelstore.PackageDamagedException;
import org.mococxr.appliance.people.AuditKeyUnusableException;
import org.mococxr.appliance.people.NotAllowedException;
import org.mococxr.appliance.screening.BoxVersion;
import org.mococxr.appliance.screening.CutOffRefusedException;
import org.mococxr.appliance.screening.ModelNotUsableException;
import org.mococxr.appliance.web.ports.CertificateUnusableException;
import org.mococxr.appliance.web.ports.WebPortUnavailableException;
import org.mococxr.dicom.net.PortUnavailableException;
import org.mococxr.inbox.InboxUnavailableException;
import org.mococxr.inference.InferenceFailedException;
import org.mococxr.modelpackage.ModelPackageUnreadableException;
import org.mococxr.modelpackage.TrustedKeysUnreadableException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code cxr-box} program. */
@Command(
        name = "cxr-box",
        mixinStandardHelpOptions = true,
        versionProvider = BoxMain.Version.class,
        description = {
            "Assesses chest X-ray films for pleural effusion and tuberculosis, without a network.",
            "Research use only, not a medical device."
        },
        subcommands = {
            ScreenCommand.class,
            ServeCommand.class,
            FilmsCommand.class,
            SendCommand.class,
            ReceiveCommand.class,
            EchoCommand.class,
            DoctorCommand.class,
            ModelCommand.class,
            ReplayCommand.class,
            BackupCommand.class,
            RestoreCommand.class,
            JournalCommand.class,
            UserCommand.class
        })
public final class BoxMain {
    private static final Set<String> LONG_RUNNING = Set.of("serve");

    /** What these say is meant for the person at the keyboard; a stack trace would only hide it. */
    private static final Set<Class<? extends RuntimeException>> EXPECTED = Set.of(
            BoxNotStartedException.class,
            BackupFailedException.class,
            TableNotResumableException.class,
            ModelNotUsableException.class,
            ModelRefusedException.class,
            ModelUnknownException.class,
            PackageDamagedException.class,
            CutOffRefusedException.class,
            ModelPackageUnreadableException.class,
            TrustedKeysUnreadableException.class,
            InferenceFailedException.class,
            JournalException.class,
            AuditKeyUnusableException.class,
            NotAllowedException.class,
            InboxUnavailableException.class,
            PortUnavailableException.class,
            CertificateUnusableException.class,
            WebPortUnavailableException.class);

    private BoxMain() {}

    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"cxr-box " + BoxVersion.text()};
        }
    }

    public static void main(String[] arguments) {
        if (arguments.length == 0 || !LONG_RUNNING.contains(arguments[0])) {
            quietLog();
        }
        System.exit(commandLine().execute(arguments));
    }

    /** A command that tells its own story needs no log beside it, only what goes wrong. */
    private static void quietLog() {
        if (System.getProperty("cxr.log.level") == null) {
            System.setProperty("cxr.log.level", "ERROR");
        }
    }

    /** Exit status of a command: 0 done, 1 not done, 2 wrong options. */
    static CommandLine commandLine() {
        return new CommandLine(new BoxMain()).setExecutionExceptionHandler(BoxMain::explain);
    }

    private static int explain(Exception cause, CommandLine command, CommandLine.ParseResult parsed) throws Exception {
        if (!EXPECTED.contains(cause.getClass())) {
            throw cause;
        }
        command.getErr().println("cxr-box: " + cause.getMessage());
        return 1;
    }
}
