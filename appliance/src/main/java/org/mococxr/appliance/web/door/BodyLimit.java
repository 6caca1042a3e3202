package org.mococxr.appliance.web.door;

import io.javalin.http.Context;
import io.javalin.security.RouteRole;
import java.io.IOException;
import java.io.InputStream;
import org.mococxr.appliance.language.Sentence;

/**
 * How much a route lets itself be sent. A form is small; a route that takes more says so where it is opened, and reads it only
 * once it is known who sends it and that he may.
 */
public record BodyLimit(long mostBytes) implements RouteRole {
    /** What is held in memory of a form or a short message. */
    public static final BodyLimit SMALL = new BodyLimit(64 << 10);

    public BodyLimit {
        if (mostBytes <= 0) {
            throw new IllegalArgumentException("a body limit is positive, was %d bytes".formatted(mostBytes));
        }
    }

    /** That of the route which was asked for. */
    static BodyLimit of(Context context) {
        return context.routeRoles().stream()
                .filter(BodyLimit.class::isInstance)
                .map(BodyLimit.class::cast)
                .findFirst()
                .orElse(SMALL);
    }

    boolean isSmall() {
        return mostBytes <= SMALL.mostBytes;
    }

    /** Refuses a body by the length that it announces. */
    void requireAnnounced(Context context) {
        if (context.req().getContentLengthLong() > mostBytes) {
            throw tooLarge();
        }
    }

    InputStream body(Context context) throws IOException {
        return new LimitedInput(context.req().getInputStream(), this);
    }

    SpokenResponse tooLarge() {
        return new SpokenResponse(
                413,
                isSmall()
                        ? Sentence.of("problem.form_too_large", mostBytes >> 10)
                        : Sentence.of("intake.too_large", mostBytes >> 20));
    }
}
