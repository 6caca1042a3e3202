package org.mococxr.appliance.web.box;

import java.util.List;

/**
 * How films reach this box, as a technician types it into a modality.
 *
 * @param hosts addresses of this machine that others may use
 * @param peers where reports go, as {@code AET@HOST:PORT}
 */
public record BoxAddress(String aeTitle, List<String> hosts, int dicomPort, List<String> peers) {
    public BoxAddress {
        hosts = List.copyOf(hosts);
        peers = List.copyOf(peers);
    }
}
