package org.mococxr.appliance.web.door;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.javalin.Javalin;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A request that runs the Java machine out of memory. */
final class BrokenHandlerTest {
    @Test
    void anErrorOfTheMachineIsLoggedAndAnsweredInTheOneShape() throws IOException, InterruptedException {
        var log = (Logger) LoggerFactory.getLogger("org.mococxr.web");
        var seen = new ListAppender<ILoggingEvent>();
        seen.start();
        log.addAppender(seen);
        var server = Javalin.create(config -> {
                    config.startup.showJavalinBanner = false;
                    config.router.javaLangErrorHandler(new BrokenHandler(new WebEvents()));
                    config.routes.get("/", context -> {
                        throw new OutOfMemoryError("Java heap space");
                    });
                })
                .start(0);
        try {
            var answer = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/"))
                                    .build(),
                            BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
            assertThat(answer.body()).contains("\"status\":500", "The log says why");
            assertThat(seen.list)
                    .anySatisfy(event ->
                            assertThat(event.getThrowableProxy().getMessage()).isEqualTo("Java heap space"));
        } finally {
            server.stop();
            log.detachAppender(seen);
        }
    }
}
