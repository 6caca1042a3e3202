package org.mococxr.dicom.net;

import java.net.InetAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Who may connect while many do. A global limit alone lets one flooding machine lock everybody out, so each address has a quota of
 * its own, and some places are kept for addresses that have delivered an object before. Thread-safe: every method is synchronized.
 */
final class ConnectionQuota {
    private static final int REMEMBERED_ADDRESSES = 256;

    private final ConnectionLimits limits;
    private final Map<InetAddress, Integer> open = new HashMap<>();
    private final Set<InetAddress> known = new LinkedHashSet<>();
    private int total;

    ConnectionQuota(ConnectionLimits limits, Collection<InetAddress> knownPeers) {
        this.limits = limits;
        this.known.addAll(knownPeers);
    }

    synchronized boolean admit(InetAddress address) {
        var places = known.contains(address) ? limits.total() : limits.total() - limits.keptForKnownPeers();
        if (total >= places || open.getOrDefault(address, 0) >= limits.perAddress()) {
            return false;
        }
        total++;
        open.merge(address, 1, Integer::sum);
        return true;
    }

    synchronized void leave(InetAddress address) {
        total--;
        open.computeIfPresent(address, (key, count) -> count > 1 ? count - 1 : null);
    }

    /** The address has delivered an object; the one that did so longest ago is forgotten for it. */
    synchronized void remember(InetAddress address) {
        known.remove(address);
        if (known.size() >= REMEMBERED_ADDRESSES) {
            known.remove(known.iterator().next());
        }
        known.add(address);
    }
}
