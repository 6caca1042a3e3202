package org.mococxr.appliance;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.mococxr.appliance.delivery.Recipient;
import org.mococxr.dicom.net.Peer;
import org.mococxr.dicom.net.tls.Tls;

/** {@code AET@HOST:PORT}, perhaps with {@code ,tls} and {@code ,commitment} behind it: who gets reports, as a person writes it. */
record ReportPeer(Peer peer, boolean secured, boolean commitment) {
    private static final String TLS = "tls";
    private static final String COMMITMENT = "commitment";

    static ReportPeer parse(String text) {
        var parts = Arrays.asList(text.split(",", -1));
        var wishes = new HashSet<>(parts.subList(1, parts.size()));
        if (wishes.size() != parts.size() - 1 || !List.of(TLS, COMMITMENT).containsAll(wishes)) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no peer for reports; expected AET@HOST:PORT, and behind it"
                            + " ,tls to secure the connection or ,commitment to have the peer vouch for what it stored");
        }
        return new ReportPeer(Peer.parse(parts.get(0)), wishes.contains(TLS), wishes.contains(COMMITMENT));
    }

    /** @param tls who this box is in secured connections */
    Recipient recipient(Optional<Tls> tls) {
        if (secured && tls.isEmpty()) {
            throw new BoxNotStartedException(
                    "--pacs %s,tls: a secured connection needs --tls-identity and --tls-trust".formatted(peer));
        }
        return new Recipient(peer, secured ? tls : Optional.empty(), commitment);
    }

    @Override
    public String toString() {
        return peer + (secured ? " (secured)" : "") + (commitment ? " (has to vouch for what it stored)" : "");
    }
}
