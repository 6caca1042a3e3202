package org.mococxr.dicom.net;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.mococxr.dicom.net.admission.CallerList;

/**
 * Who may connect while many do. A global limit alone lets one flooding machine lock everybody out, so each address has a quota of
 * its own, and some places are kept for addresses that are on the list of callers or have delivered an object before. Where there is a
 * list, an address that is not on it gets few places: it is only going to be told so. Thread-safe: every method is synchronized.
 */
final class ConnectionQuota {
    private static final int REMEMBERED_ADDRESSES = 256;

    private static final int PLACES_FOR_A_STRANGER = 4;

    private final ConnectionLimits limits;
    private final CallerList callers;
    private final Map<InetAddress, Integer> open = new HashMap<>();
    private final Set<InetAddress> known = new LinkedHashSet<>();
    private int total;

    ConnectionQuota(ConnectionLimits limits, CallerList callers) {
        this.limits = limits;
        this.callers = callers;
    }

    synchronized boolean admit(InetAddress address) {
        var listed = callers.names(address);
        var places = listed || known.contains(address) ? limits.total() : limits.total() - limits.keptForKnownPeers();
        var own =
                listed || callers.isOpen() ? limits.perAddress() : Math.min(limits.perAddress(), PLACES_FOR_A_STRANGER);
        if (total >= places || open.getOrDefault(address, 0) >= own) {
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
