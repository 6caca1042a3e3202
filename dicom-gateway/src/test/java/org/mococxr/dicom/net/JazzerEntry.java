package org.mococxr.dicom.net;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** What Jazzer calls: its argument names the {@link FuzzTarget}. Errors that the receiver logs instead of throwing are findings too. */
public final class JazzerEntry {
    private static FuzzTarget target = FuzzTarget.CONNECTION;
    private static final LoggedErrors ERRORS = LoggedErrors.watch();

    private JazzerEntry() {}

    public static void fuzzerInitialize(String[] arguments) {
        target = FuzzTarget.valueOf(arguments[0]);
        ((Logger) LoggerFactory.getLogger("org.mococxr.receive")).setLevel(Level.ERROR);
    }

    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        target.run(input);
        ERRORS.expectNone();
    }
}
