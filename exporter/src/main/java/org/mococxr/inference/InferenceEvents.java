package org.mococxr.inference;

import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every log message of this package. */
final class InferenceEvents {
    private static final Logger LOG = LoggerFactory.getLogger("org.mococxr.inference");

    private InferenceEvents() {}

    static void profileNotRemoved(Path folder, Exception why) {
        LOG.warn(
                "The temporary profile {} could not be removed ({}); it holds no film and may be deleted",
                folder,
                why.toString());
    }
}
