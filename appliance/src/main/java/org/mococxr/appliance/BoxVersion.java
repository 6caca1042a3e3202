package org.mococxr.appliance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/** Which build this is. */
final class BoxVersion {
    private BoxVersion() {}

    static String text() {
        var properties = new Properties();
        try (var in = BoxVersion.class.getResourceAsStream("version.properties")) {
            properties.load(Objects.requireNonNull(in, "this build lacks version.properties"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read version.properties of this build", e);
        }
        return Objects.requireNonNull(properties.getProperty("version"), "this build does not know its version");
    }
}
