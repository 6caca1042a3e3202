package org.mococxr.dicom.net;

/**
 * How many associations a server serves at once.
 *
 * @param keptForKnownPeers how many of the total only addresses get that are on the list of callers or have delivered an object before
 */
public record ConnectionLimits(int total, int perAddress, int keptForKnownPeers) {
    public ConnectionLimits {
        if (perAddress < 1 || total < perAddress || keptForKnownPeers < 0 || keptForKnownPeers >= total) {
            throw new IllegalArgumentException("connection limits make no sense: " + total + " in total, " + perAddress
                    + " per address, " + keptForKnownPeers + " kept for known peers");
        }
    }

    public static ConnectionLimits standard() {
        return new ConnectionLimits(64, 24, 16);
    }
}
