package org.mococxr.appliance.screening;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Objects;
import java.util.Properties;

/** Which build this is; it stands in results, and a model may need a later one. */
public final class BoxVersion {
    /** This program is younger than that; a clock that shows an earlier time was lost with the battery. */
    public static final Instant MADE_AFTER = Instant.parse("2026-11-01T00:00:00Z");

    private BoxVersion() {}

    public static String text() {
        var properties = new Properties();
        try (var in = BoxVersion.class.getResourceAsStream("/org/mococxr/appliance/version.properties")) {
            properties.load(Objects.requireNonNull(in, "this build lacks version.properties"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read version.properties of this build", e);
        }
        return Objects.requireNonNull(properties.getProperty("version"), "this build does not know its version");
    }
}
