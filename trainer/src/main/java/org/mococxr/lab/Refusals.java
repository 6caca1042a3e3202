package org.mococxr.lab;

import java.io.UncheckedIOException;
import org.mococxr.checkpoint.CheckpointUnreadableException;
import org.mococxr.evaluation.PredictionsUnreadableException;
import org.mococxr.filmlist.FilmListRefusedException;
import org.mococxr.inference.InferenceFailedException;
import org.mococxr.modelpackage.ExportFailedException;
import org.mococxr.modelpackage.ModelPackageUnreadableException;
import org.mococxr.modelpackage.TrustedKeysUnreadableException;
import org.mococxr.run.RunRefusedException;
import org.mococxr.tensors.TensorEngineException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/** Tells a person what went wrong: our own words where we have them, the stack where we were surprised. */
final class Refusals {
    private static final Logger LOG = LoggerFactory.getLogger(LabMain.class);

    private Refusals() {}

    static int report(Exception problem, CommandLine command, CommandLine.ParseResult arguments) {
        if (problem instanceof FilmListRefusedException
                || problem instanceof CheckpointUnreadableException
                || problem instanceof PredictionsUnreadableException
                || problem instanceof ExportFailedException
                || problem instanceof ModelPackageUnreadableException
                || problem instanceof TrustedKeysUnreadableException
                || problem instanceof InferenceFailedException
                || problem instanceof RunRefusedException
                || problem instanceof TensorEngineException
                || problem instanceof UncheckedIOException
                || problem instanceof IllegalArgumentException) {
            command.getErr().println(problem.getMessage());
        } else {
            LOG.error("{} failed unexpectedly; please report this", command.getCommandName(), problem);
        }
        return LabMain.REFUSED;
    }
}
