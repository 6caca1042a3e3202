package org.mococxr.fuzzing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.Arrays;
import org.slf4j.LoggerFactory;

/**
 * What Jazzer calls: its arguments name the enum and the constant of a {@link FuzzTarget}. Errors that the receiver logs instead of
 * throwing are findings too.
 */
public final class JazzerEntry {
    private static final LoggedErrors ERRORS = LoggedErrors.watch();

    @SuppressWarnings("NullAway.Init") // Jazzer initialises before it feeds
    private static FuzzTarget target;

    private JazzerEntry() {}

    public static void fuzzerInitialize(String[] arguments) throws ClassNotFoundException {
        target = Arrays.stream(Class.forName(arguments[0]).getEnumConstants())
                .map(FuzzTarget.class::cast)
                .filter(it -> it.name().equals(arguments[1]))
                .findFirst()
                .orElseThrow();
        ((Logger) LoggerFactory.getLogger("org.mococxr.receive")).setLevel(Level.ERROR);
    }

    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        target.run(input);
        ERRORS.expectNone();
    }
}
