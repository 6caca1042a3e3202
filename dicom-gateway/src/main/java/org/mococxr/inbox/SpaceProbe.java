package org.mococxr.inbox;

import java.io.IOException;
import java.nio.file.Path;

/** Says how much room is left on the inbox's disk. */
@FunctionalInterface
public interface SpaceProbe {
    long usableBytes() throws IOException;

    static SpaceProbe of(Path directory) {
        var place = directory.toFile(); // Files.getFileStore would read the table of mounts each time
        return () -> {
            var usable = place.getUsableSpace();
            if (usable == 0 && !place.isDirectory()) {
                throw new IOException("cannot ask " + place + " for its room");
            }
            return usable;
        };
    }
}
