package org.mococxr.dicom.net;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import org.mococxr.dicom.net.tls.Tls;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every log message about receiving objects, side by side. An association is known by its number, an object by the first digits of
 * its digest; AE titles and addresses name machines. Nothing here names a patient, a study or an object of the hospital.
 */
public final class ReceiveEvents {
    private static final Logger LOG = LoggerFactory.getLogger("org.mococxr.receive");

    void listening(ScpPolicy policy, InetAddress address, int port, Optional<Tls> tls) {
        LOG.info(
                "DICOM receiver {} listens on {}:{}, {}",
                policy.aeTitle(),
                address.getHostAddress(),
                port,
                tls.map(it -> "secured (" + it.profile() + ", client certificate "
                                + (it.asksForClientCertificate() ? "required" : "not asked for")
                                + ", own certificate until " + it.expires() + ")")
                        .orElse("not secured"));
        if (policy.callers().isOpen()) {
            LOG.warn(
                    "DICOM receiver {} takes objects from everyone who can reach it: there is no list of callers",
                    policy.aeTitle());
        } else {
            LOG.info("DICOM receiver {} takes calls from {} only", policy.aeTitle(), policy.callers());
        }
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

    void rejected(String reference, AssociateRequest request, InetAddress peer, ScpPolicy.Rejection no) {
        LOG.warn(
                "Association {}: {} at {} calls {}, rejected ({}/{}/{}): {}",
                reference,
                request.callingAeTitle(),
                peer.getHostAddress(),
                request.calledAeTitle(),
                no.reject().result(),
                no.reject().source(),
                no.reject().reason(),
                no.why().english());
    }

    void insecure(String reference, InetAddress peer, String why) {
        LOG.warn("Association {}: {} at the secured port: {}", reference, peer.getHostAddress(), why);
    }

    /** @param sinceLast how many callers were turned away since this was said last, this one included */
    void turnedAway(InetAddress peer, int sinceLast) {
        LOG.warn(
                "{} turned away: its quota of connections or the total is used up ({} turned away since this was said last)",
                peer.getHostAddress(),
                sinceLast);
    }

    void turnedAwayUnheard(InetAddress peer, Exception cause) {
        LOG.debug("{} was gone before it could be turned away", peer.getHostAddress(), cause);
    }

    void echoed(String reference) {
        LOG.debug("Association {}: echo answered", reference);
    }

    void unexpectedReport(String reference) {
        LOG.warn(
                "Association {}: a report of commitment that nobody waits for (any more); what it is about is asked for again",
                reference);
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

    public void notLookedUp(String reference, Exception cause) {
        LOG.error(
                "Object {}: the journal could not say whether it knows the object; the sender hears failure and still has it",
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
