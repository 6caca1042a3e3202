package org.mococxr.appliance;

import java.nio.file.Path;
import org.mococxr.appliance.screening.ModelFacts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every log message about starting and stopping the box. */
final class BoxEvents {
    private static final Logger LOG = LoggerFactory.getLogger("org.mococxr.box");

    void readyWithoutModel(String reason, int dicomPort, int httpPort) {
        LOG.error(
                "Box ready to take films, which wait: DICOM port {}, HTTP port {}, no model is in use. {}",
                dicomPort,
                httpPort,
                reason);
    }

    void ready(ModelFacts model, int dicomPort, int httpPort) {
        LOG.info(
                "Box ready: DICOM port {}, HTTP port {}, model {} release {} on {}; {}",
                dicomPort,
                httpPort,
                model.name(),
                model.release(),
                model.provider(),
                model.goldenTest().english());
    }

    void tightened(Path folder, int count) {
        LOG.warn(
                "{} files and folders in {} were open to other users of this machine; now only their owner may use them",
                count,
                folder);
    }

    void stopping() {
        LOG.info("Box stops: doors close first, work under way is finished or taken up at the next start");
    }

    void notClosed(String part, Exception cause) {
        LOG.warn("{} did not close in order", part, cause);
    }
}
