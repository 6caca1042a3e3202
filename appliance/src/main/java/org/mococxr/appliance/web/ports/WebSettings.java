package org.mococxr.appliance.web.ports;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * @param bindAddress where the page is served; others than this machine need a deliberate choice
 * @param port 0 for a free one
 * @param mostUploadBytes of one file
 * @param uploadsAtATime further ones wait a moment or are put off
 * @param openAccess whether everybody at this machine is let in without a name
 * @param https the same page over an encrypted line, if wanted
 */
public record WebSettings(
        String bindAddress,
        int port,
        long mostUploadBytes,
        int uploadsAtATime,
        boolean openAccess,
        Optional<HttpsSettings> https) {
    /** The options that say where the page is open, with what they say: that of every port. */
    public Map<String, String> bindings() {
        var bindings = new LinkedHashMap<String, String>();
        bindings.put("--http-bind", bindAddress);
        https.ifPresent(encrypted -> bindings.put("--https-bind", encrypted.bindAddress()));
        return bindings;
    }

    public static WebSettings standard(
            String bindAddress, int port, boolean openAccess, Optional<HttpsSettings> https) {
        return new WebSettings(bindAddress, port, 256L << 20, 4, openAccess, https);
    }
}
