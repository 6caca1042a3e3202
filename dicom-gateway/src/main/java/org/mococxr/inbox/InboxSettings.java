package org.mococxr.inbox;

import java.nio.file.Path;

/**
 * @param directory belongs to the inbox alone; created if missing
 * @param watermarkBytes room that stays free: below it new objects are refused (A700H), so that the journal and the results of
 *     what was taken always fit
 * @param maxObjectBytes longest object taken from a file or upload; the network has its own limit
 */
public record InboxSettings(Path directory, long watermarkBytes, long maxObjectBytes, SpaceProbe space) {
    private static final long ONE_GIBIBYTE = 1L << 30;

    public InboxSettings {
        if (watermarkBytes < 0 || maxObjectBytes < 1) {
            throw new IllegalArgumentException("inbox limits make no sense: " + watermarkBytes
                    + " bytes kept free, objects to " + maxObjectBytes + " bytes");
        }
    }

    public static InboxSettings in(Path directory) {
        return new InboxSettings(directory, ONE_GIBIBYTE, ONE_GIBIBYTE, SpaceProbe.of(directory));
    }

    public InboxSettings withWatermarkBytes(long value) {
        return new InboxSettings(directory, value, maxObjectBytes, space);
    }

    public InboxSettings withMaxObjectBytes(long value) {
        return new InboxSettings(directory, watermarkBytes, value, space);
    }

    public InboxSettings withSpace(SpaceProbe value) {
        return new InboxSettings(directory, watermarkBytes, maxObjectBytes, value);
    }
}
