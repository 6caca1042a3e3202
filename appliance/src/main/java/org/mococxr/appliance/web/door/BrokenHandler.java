package org.mococxr.appliance.web.door;

import io.javalin.router.exception.JavaLangErrorHandler;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Answers where the Java machine itself failed a request: out of memory, a class that is gone since the program was replaced. */
public final class BrokenHandler implements JavaLangErrorHandler {
    /** Written here, for what fails now might fail again. */
    private static final byte[] ANSWER = """
            {"type":"about:blank","title":"Server Error","status":500,"detail":"The box could not do this. The log says why."}
            """.getBytes(StandardCharsets.UTF_8);

    private final WebEvents events;

    public BrokenHandler(WebEvents events) {
        this.events = events;
    }

    @Override
    public void handle(HttpServletResponse response, Error error) {
        events.broke(error);
        response.setStatus(500);
        response.setContentType("application/problem+json");
        try {
            response.getOutputStream().write(ANSWER);
        } catch (IOException e) {
            events.broke(e); // whoever asked is gone
        }
    }
}
