package org.mococxr.dicom.net;

import java.net.InetAddress;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every log message about receiving objects, side by side. An association is known by its number, an object by the first digits of
 * its digest; AE titles and addresses name machines. Nothing here names a patient, a study or an object of the hospital.
 */
public final class ReceiveEvents {
    private static final Logger LOG = LoggerFactory.getLogger("org.mococxr.receive");

    public void listening(String aeTitle, InetAddress address, int port) {
        LOG.info("DICOM receiver {} listens on {}:{}", aeTitle, address.getHostAddress(), port);
    }

    public void stopped(String aeTitle, int port) {
        LOG.info("DICOM receiver {} on port {} stopped", aeTitle, port);
    }

    public void acceptFailed(Throwable cause) {
        LOG.warn("Could not accept a DICOM connection; trying again", cause);
    }

    void associated(String reference, AssociateRequest request, InetAddress peer, int accepted) {
        LOG.info(
                "Association {}: {} at {} calls {}, {} of {} presentation contexts accepted",
                reference,
                request.callingAeTitle(),
                peer.getHostAddress(),
                request.calledAeTitle(),
                accepted,
                request.contexts().size());
    }

    void rejected(String reference, AssociateRequest request, InetAddress peer, AssociateReject reject) {
        LOG.warn(
                "Association {}: {} at {} calls {}, rejected ({}/{}/{})",
                reference,
                request.callingAeTitle(),
                peer.getHostAddress(),
                request.calledAeTitle(),
                reject.result(),
                reject.source(),
                reject.reason());
    }

    void turnedAway(InetAddress peer) {
        LOG.warn("{} turned away: its quota of connections or the total is used up", peer.getHostAddress());
    }

    void turnedAwayUnheard(InetAddress peer, Exception cause) {
        LOG.debug("{} was gone before it could be turned away", peer.getHostAddress(), cause);
    }

    void echoed(String reference) {
        LOG.debug("Association {}: echo answered", reference);
    }

    void stored(String reference, long sizeBytes, Duration took, StoreStatus status) {
        LOG.info(
                "Association {}: object of {} bytes in {} ms, status {}",
                reference,
                sizeBytes,
                took.toMillis(),
                status.hex());
    }

    void refused(String reference, long sizeBytes, StoreStatus status) {
        LOG.warn(
                "Association {}: object of {} bytes refused with status {}: {}; the sender still has it",
                reference,
                sizeBytes,
                status.hex(),
                status.comment());
    }

    void handlerFailed(String reference, Exception cause) {
        LOG.error(
                "Association {}: an object could not be taken, answered 0110H; the sender still has it",
                reference,
                cause);
    }

    void ended(String reference, Duration took) {
        LOG.info("Association {}: released after {} ms", reference, took.toMillis());
    }

    void lost(String reference, String why) {
        LOG.warn("Association {}: ended inside a message: {}; that object was not acknowledged", reference, why);
    }

    void left(String reference, String why) {
        LOG.info("Association {}: ended without release: {}", reference, why);
    }

    void aborted(String reference, String why) {
        LOG.warn("Association {}: aborted by this side: {}", reference, why);
    }

    void failed(String reference, Exception cause) {
        LOG.error("Association {}: aborted because of a fault on this side", reference, cause);
    }

    public void durable(String reference, long sizeBytes, Duration took, Enum<?> arrival) {
        LOG.info("Object {}: {} bytes durable after {} ms, {}", reference, sizeBytes, took.toMillis(), arrival);
    }

    public void notRecorded(String reference, Exception cause) {
        LOG.error(
                "Object {}: stored, but not recorded in the journal; the sender hears failure and the next start reconciles",
                reference,
                cause);
    }

    public void diskFailed(Exception cause) {
        LOG.error("The inbox could not use its disk; the sender of the object hears A700H and still has it", cause);
    }

    public void lowOnSpace(long usableBytes, long watermarkBytes) {
        LOG.warn(
                "Inbox is low on disk: {} bytes left, {} are kept free; new objects are refused until space is made",
                usableBytes,
                watermarkBytes);
    }

    public void leftoversRemoved(int count) {
        if (count > 0) {
            LOG.info("Inbox: {} unfinished transfers of the last run removed; none had been acknowledged", count);
        }
    }

    public void damaged(String digest) {
        LOG.error(
                "Stored object {} is damaged: its file no longer has the digest it is named by; restore it from a backup or have it"
                        + " sent again",
                digest);
    }
}
