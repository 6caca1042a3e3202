package org.mococxr.appliance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Requirements covered: a token opens nothing after its last day; a session ends after half a day without its person and after a
 * week with them; both are told so over HTTP in the shape that they read.
 */
final class ExpiryTest {
    private static final String PASSWORD = "four dry lungs";

    private final ManualClock clock = new ManualClock();

    @TempDir
    private Path folder;

    @Test
    void aTokenOpensNothingAfterItsLastDay() throws Exception {
        try (var box = RunningBox.startClosed(folder.resolve("data"), clock)) {
            var shown = new Browser(box)
                    .setUp("first", PASSWORD)
                    .submit("/tokens", "name", "export", "days", "7", "right", "see_films")
                    .body();
            var token = "Bearer " + shown.replaceFirst("(?s).*class=\"secret\">([^<]*)<.*", "$1");
            clock.pass(Duration.ofDays(7).minusMinutes(1));
            assertThat(box.get("/api/v1/films", "Authorization", token).statusCode())
                    .isEqualTo(200);

            clock.pass(Duration.ofMinutes(2));
            var expired = box.get("/api/v1/films", "Authorization", token);

            assertThat(expired.statusCode()).isEqualTo(401);
            assertThat(expired.headers().firstValue("WWW-Authenticate")).contains("Bearer");
            assertThat(expired.headers().firstValue("Content-Type").orElseThrow())
                    .startsWith("application/problem+json");
            assertThat(new String(expired.body(), UTF_8))
                    .contains("send a valid token")
                    .doesNotContain("films\":");
        }
    }

    @Test
    void aSessionEndsAfterHalfADayWithoutItsPerson() throws Exception {
        try (var box = RunningBox.startClosed(folder.resolve("data"), clock)) {
            var browser = new Browser(box).setUp("first", PASSWORD);
            clock.pass(Duration.ofHours(11));
            assertThat(browser.open("/").statusCode()).isEqualTo(200);
            clock.pass(Duration.ofHours(11));
            assertThat(browser.open("/").statusCode()).isEqualTo(200);

            clock.pass(Duration.ofHours(12).plusMinutes(2));

            var page = browser.open("/dashboard");
            assertThat(page.statusCode()).isEqualTo(303);
            assertThat(page.headers().firstValue("Location")).contains("/sign-in?back=%2Fdashboard");
            assertThat(browser.submit("/people", "name", "eve", "role", "admin").statusCode())
                    .isEqualTo(303);
            assertThat(browser.signIn("first", PASSWORD).statusCode()).isEqualTo(303);
            assertThat(browser.open("/people").body()).doesNotContain("eve");
        }
    }

    @Test
    void aSessionEndsAfterAWeekHoweverBusy() throws Exception {
        try (var box = RunningBox.startClosed(folder.resolve("data"), clock)) {
            var browser = new Browser(box).setUp("first", PASSWORD);
            for (var hours = 0; hours < 7 * 24; hours += 8) {
                assertThat(browser.open("/").statusCode())
                        .as("after %d hours", hours)
                        .isEqualTo(200);
                clock.pass(Duration.ofHours(8));
            }

            assertThat(browser.open("/").headers().firstValue("Location")).contains("/sign-in");
        }
    }
}
