package org.mococxr.lab;

import java.util.Objects;
import picocli.CommandLine;

/** The version in the program's jar. */
final class LabVersion implements CommandLine.IVersionProvider {
    static String text() {
        return Objects.requireNonNullElse(LabVersion.class.getPackage().getImplementationVersion(), "development");
    }

    @Override
    public String[] getVersion() {
        return new String[] {"cxr-lab " + text(), "Research software. Not a medical device."};
    }
}
