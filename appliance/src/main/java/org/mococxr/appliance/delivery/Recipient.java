package org.mococxr.appliance.delivery;

import java.util.List;
import java.util.Optional;
import org.mococxr.dicom.net.AssociationLimits;
import org.mococxr.dicom.net.Peer;
import org.mococxr.dicom.net.PresentationContext;
import org.mococxr.dicom.net.StoreScu;
import org.mococxr.dicom.net.tls.Tls;

/**
 * Who gets reports, and how.
 *
 * @param tls secures the connection; without it, reports travel in the clear
 * @param commitment whether a report counts as delivered only once the peer, should it offer to, vouches for having stored it
 */
public record Recipient(Peer peer, Optional<Tls> tls, boolean commitment) {
    /** In the clear, and taken at its word. */
    public static Recipient plain(Peer peer) {
        return new Recipient(peer, Optional.empty(), false);
    }

    /** @throws org.mococxr.dicom.net.AssociationFailedException when the peer cannot be reached or rejects the association */
    public StoreScu connect(String callingAeTitle, List<PresentationContext> contexts) {
        return tls.map(secured ->
                        StoreScu.connect(peer, callingAeTitle, contexts, AssociationLimits.forSending(), secured))
                .orElseGet(() -> StoreScu.connect(peer, callingAeTitle, contexts));
    }
}
