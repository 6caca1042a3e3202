package org.mococxr.inbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Says how much room is left on the inbox's disk. */
@FunctionalInterface
public interface SpaceProbe {
    long usableBytes() throws IOException;

    static SpaceProbe of(Path directory) {
        return () -> Files.getFileStore(directory).getUsableSpace();
    }
}
