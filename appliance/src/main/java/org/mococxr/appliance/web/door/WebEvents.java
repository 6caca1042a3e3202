package org.mococxr.appliance.web.door;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every log message about the page and the programming interface. Paths hold opaque references only. */
public final class WebEvents {
    private static final Logger LOG = LoggerFactory.getLogger("org.mococxr.web");

    public void stumbled(String method, String path, Exception cause) {
        LOG.error("{} {} failed and was answered 500", method, path, cause);
    }

    void broke(Throwable cause) {
        LOG.error(
                "The Java machine itself failed a request, which was answered 500; if it goes on, restart the box",
                cause);
    }

    void foreignForm(String method, String path) {
        LOG.warn("{} {} came without the secret of its session and was turned away", method, path);
    }

    void foreignOrigin(String method, String path) {
        LOG.warn("{} {} came from another site's page and was turned away", method, path);
    }
}
