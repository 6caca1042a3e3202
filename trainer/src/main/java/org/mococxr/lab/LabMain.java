package org.mococxr.lab;

import org.mococxr.modelpackage.ProgramVersion;
import org.mococxr.run.StopSignal;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code cxr-lab}. */
@Command(
        name = "cxr-lab",
        description = {
            "Trains chest X-ray models from few labels (MoCo-CXR).",
            "Research software. Not a medical device; nothing it makes may guide care."
        },
        mixinStandardHelpOptions = true,
        versionProvider = LabVersion.class,
        synopsisSubcommandLabel = "COMMAND",
        usageHelpAutoWidth = true,
        subcommands = {
            FilmsCommand.class,
            PhantomCommand.class,
            PhantomStudiesCommand.class,
            PretrainCommand.class,
            FinetuneCommand.class,
            AverageCommand.class,
            EvaluateCommand.class,
            LocaliseCommand.class,
            ShortcutsCommand.class,
            SweepCommand.class,
            InputCheckCommand.class,
            ImportCommand.class,
            ExportCommand.class,
            InspectCommand.class,
            KeygenCommand.class,
            SignCommand.class,
            DoctorCommand.class,
            CommandLine.HelpCommand.class
        },
        footer = {
            "",
            "A first run, without any data of your own:",
            "  cxr-lab phantom --out phantoms",
            "  cxr-lab pretrain --films phantoms/films.csv --out runs/pre --size 64 --batch 16 --epochs 2",
            "  cxr-lab finetune --films phantoms/films.csv --from runs/pre --out runs/model --epochs 5",
            "Each command explains itself: cxr-lab pretrain --help"
        })
public final class LabMain {
    private LabMain() {}

    /** Everything went well. */
    static final int OK = 0;

    /** Something is wrong with what was asked for or found; the message says what. */
    static final int REFUSED = 1;

    /** Stopped by a person or the system, saved, can go on. */
    static final int STOPPED = 130;

    public static void main(String[] arguments) {
        // DJL looks for a cloud service and for downloads as soon as one of its classes loads.
        System.setProperty("OPT_OUT_TRACKING", "true");
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("java.awt.headless", "true");
        var stop = StopSignal.onTermination();
        System.exit(run(stop, arguments));
    }

    private static int run(StopSignal stop, String... arguments) {
        try {
            return commandLine(stop).execute(arguments);
        } catch (OutOfMemoryError e) {
            System.err.printf(
                    "Java ran out of memory (%s); a checkpoint that was saved before is sound, and the same command goes on from it."
                            + " Raise -Xmx in deploy/bin/cxr-lab, or give fewer films.%n",
                    e.getMessage());
            return REFUSED;
        }
    }

    static CommandLine commandLine(StopSignal stop) {
        return new CommandLine(LabMain.class, new Commands(stop))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(ProgramVersion.class, LabMain::version)
                .setExecutionExceptionHandler(Refusals::report);
    }

    private static ProgramVersion version(String text) {
        try {
            return ProgramVersion.of(text);
        } catch (IllegalArgumentException e) {
            throw new CommandLine.TypeConversionException(e.getMessage());
        }
    }
}
