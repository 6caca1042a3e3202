package org.mococxr.appliance.modelstore;

import org.mococxr.appliance.screening.ModelFacts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every log message about the models of a box. */
final class ModelEvents {
    private static final Logger LOG = LoggerFactory.getLogger("org.mococxr.models");

    void inUse(ModelFacts model) {
        LOG.info(
                "Model {} release {} is in use on {}; {}",
                model.name(),
                model.release(),
                model.provider(),
                model.goldenTest().english());
    }

    void rolledBack(String digest, String reason) {
        LOG.error("Model package {} was left for the one before by itself: {}", digest, reason);
    }

    void stopped(String reason) {
        LOG.error("No film is assessed any more, films wait: {}", reason);
    }

    void damaged(String words) {
        LOG.warn("{}", words);
    }

    void trialBegun(ModelFacts model) {
        LOG.info("Model {} is tried out beside the one in use, on {}", model.name(), model.provider());
    }

    void trialEnded(String digest, String reason) {
        LOG.warn("The trial of the model package {} ended: {}", digest, reason);
    }
}
