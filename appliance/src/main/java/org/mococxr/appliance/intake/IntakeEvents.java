package org.mococxr.appliance.intake;

import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the watched folder tells the log; file names, which may name a patient, are left out. */
final class IntakeEvents {
    private static final Logger LOG = LoggerFactory.getLogger("org.mococxr.intake");

    void watching(Path folder) {
        LOG.info("Watching {} for films; what is taken moves to its folder done, what is not to rejected", folder);
    }

    void taken(int films) {
        LOG.info("Watched folder: {} taken in", films == 1 ? "1 film" : films + " films");
    }

    void rejected(int files) {
        LOG.warn(
                "Watched folder: {} of a delivery not taken; moved to rejected, with the reason beside it",
                files == 1 ? "1 file" : files + " files");
    }

    void putOff(String reason) {
        LOG.warn("Watched folder: waiting, the files stay where they are. {}", reason);
    }

    void callersForgotten(Path file, Exception cause) {
        LOG.warn(
                "Who called this box before is not known any more: {} cannot be read ({}); it is begun anew",
                file,
                cause.getMessage());
    }

    void unreadable(Path folder, Exception cause) {
        LOG.error("Watched folder {}: a file could not be read or moved; it is tried again", folder, cause);
    }
}
