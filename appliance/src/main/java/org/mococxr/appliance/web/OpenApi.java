package org.mococxr.appliance.web;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.mococxr.appliance.web.door.Needs;
import org.mococxr.appliance.web.door.Routes;

/** Serves the description of the programming interface, written by hand and held to the routes by a test. */
final class OpenApi {
    static final String FILE = "openapi.yaml";

    void addTo(Routes routes) {
        routes.get("/api/v1/openapi.yaml", Needs.NOTHING, OpenApi::serve);
    }

    private static void serve(Context context) {
        context.contentType("application/yaml").result(text());
    }

    static byte[] text() {
        try (InputStream in = OpenApi.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException("this build lacks " + FILE);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + FILE + " of this build", e);
        }
    }
}
