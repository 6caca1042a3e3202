package org.mococxr.dicom.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mococxr.dicom.net.tls.Tls;

/**
 * An association that this side asked for: opened, used for one request after another, and released. Once it broke, every further
 * request says so. For one thread.
 */
final class OutgoingAssociation implements AutoCloseable {
    private final Peer peer;
    private final Association association;
    private final PduChannel channel;
    private final Watchdog watchdog;
    private final Map<String, Integer> refusedContexts;
    private int lastMessageId;
    private boolean broken;

    private OutgoingAssociation(
            Peer peer,
            Association association,
            PduChannel channel,
            Watchdog watchdog,
            Map<String, Integer> refusedContexts) {
        this.peer = peer;
        this.association = association;
        this.channel = channel;
        this.watchdog = watchdog;
        this.refusedContexts = Map.copyOf(refusedContexts);
    }

    /** @throws AssociationFailedException when the peer cannot be reached or rejects it */
    static OutgoingAssociation open(
            Peer peer,
            String callingAeTitle,
            List<PresentationContext> contexts,
            AssociationLimits limits,
            Optional<Tls> tls) {
        Peer.requireAeTitle(callingAeTitle);
        var request = AssociateRequest.of(peer.aeTitle(), callingAeTitle, contexts, limits.maxPduBytes());
        var channel = connect(peer, limits, tls);
        var watchdog = new Watchdog(limits);
        watchdog.watch(channel);
        try {
            channel.handshake();
            return associate(peer, channel, watchdog, request, limits);
        } catch (IOException e) {
            channel.abort(
                    e instanceof ProtocolViolationException violation ? violation.abortReason() : Abort.NOT_SPECIFIED);
            watchdog.close();
            throw new AssociationFailedException(peer, unreachable(e), e);
        } catch (AssociationFailedException e) {
            channel.close();
            watchdog.close();
            throw e;
        }
    }

    private static PduChannel connect(Peer peer, AssociationLimits limits, Optional<Tls> tls) {
        var socket = new Socket();
        try {
            var address = new InetSocketAddress(peer.host(), peer.port());
            if (address.isUnresolved()) {
                throw new IOException("the host name " + peer.host() + " is not known");
            }
            socket.connect(address, Math.toIntExact(limits.artim().toMillis()));
            return tls.isEmpty()
                    ? new PduChannel(socket)
                    : PduChannel.secured(socket, tls.get().calling(socket, peer.host()));
        } catch (IOException e) {
            var failure = new AssociationFailedException(peer, unreachable(e), e);
            try {
                socket.close();
            } catch (IOException onClose) {
                failure.addSuppressed(onClose);
            }
            throw failure;
        }
    }

    private static OutgoingAssociation associate(
            Peer peer, PduChannel channel, Watchdog watchdog, AssociateRequest request, AssociationLimits limits)
            throws IOException {
        channel.write(PduType.ASSOCIATE_RQ, request.encode());
        var header = channel.readHeader();
        if (!PduType.known(header.type())) {
            throw ProtocolViolationException.unexpectedPdu(header.type(), "A-ASSOCIATE-AC");
        }
        var body = channel.readBody(header, AssociationLimits.MAX_ASSOCIATION_PDU_BYTES);
        return switch (header.type()) {
            case PduType.ASSOCIATE_AC ->
                accepted(peer, channel, watchdog, request, AssociateAccept.decode(body), limits);
            case PduType.ASSOCIATE_RJ -> {
                var reject = AssociateReject.decode(body);
                throw new AssociationFailedException(
                        peer, new DeliveryOutcome.Rejected(reject.sentence(), reject.isTransient()));
            }
            case PduType.ABORT ->
                throw new AssociationLostException(Abort.decode(body).sentence());
            default -> throw ProtocolViolationException.unexpectedPdu(header.type(), "A-ASSOCIATE-AC");
        };
    }

    private static OutgoingAssociation accepted(
            Peer peer,
            PduChannel channel,
            Watchdog watchdog,
            AssociateRequest request,
            AssociateAccept accept,
            AssociationLimits limits)
            throws IOException {
        var contexts = new HashMap<Integer, NegotiatedContext>();
        var refused = new HashMap<String, Integer>();
        for (var result : accept.results()) {
            var proposed = request.contexts().get(result.id());
            if (proposed == null) {
                throw ProtocolViolationException.invalid(
                        "an answer for presentation context " + result.id() + ", never proposed");
            }
            if (!result.isAccepted()) {
                refused.put(proposed.abstractSyntax(), result.result());
            } else if (proposed.transferSyntaxes().contains(result.transferSyntax())) {
                contexts.put(
                        result.id(),
                        new NegotiatedContext(result.id(), proposed.abstractSyntax(), result.transferSyntax()));
            } else {
                throw ProtocolViolationException.invalid("a transfer syntax accepted that was not proposed");
            }
        }
        var association =
                new Association(channel, limits, contexts, accept.user().maxPduBytes());
        return new OutgoingAssociation(peer, association, channel, watchdog, refused);
    }

    Peer peer() {
        return peer;
    }

    /** One request and what came of it. */
    @FunctionalInterface
    interface Exchange<T> {
        T run(Association association, int messageId) throws IOException;
    }

    /** Sends a request whose only news is its status. */
    DeliveryOutcome request(Exchange<CommandSet> exchange) {
        try {
            var response = run(exchange);
            return DeliveryOutcome.of(new StoreStatus(response.status().orElseThrow(), response.errorComment()));
        } catch (IOException e) {
            return unreachable(e);
        }
    }

    /** @throws IOException if the association broke, now or before; it has been aborted then */
    <T> T run(Exchange<T> exchange) throws IOException {
        if (broken) {
            throw new AssociationLostException("the association with the peer has ended before");
        }
        try {
            return exchange.run(association, nextMessageId());
        } catch (IOException e) {
            broken = true;
            association.abort(
                    e instanceof ProtocolViolationException violation ? violation.abortReason() : Abort.NOT_SPECIFIED);
            throw e;
        } catch (RuntimeException e) { // the object could not be written; half a message is on the wire
            broken = true;
            association.abort(Abort.NOT_SPECIFIED);
            throw e;
        }
    }

    /** The peer asked for release and got it: there is nothing to abort. */
    void releasedByPeer() {
        broken = true;
    }

    /** Whether the peer begins to say something within {@code longest}. */
    boolean hears(Duration longest) throws IOException {
        return channel.hears(longest);
    }

    /** The context for a SOP class whose transfer syntax comes first in {@code preferred}; with none preferred, any. */
    Optional<NegotiatedContext> find(String sopClassUid, List<String> preferred) {
        var candidates = new ArrayList<NegotiatedContext>();
        association.contexts().forEach(context -> {
            if (context.abstractSyntax().equals(sopClassUid)
                    && (preferred.isEmpty() || preferred.contains(context.transferSyntax()))) {
                candidates.add(context);
            }
        });
        return candidates.stream()
                .min((a, b) ->
                        Integer.compare(preferred.indexOf(a.transferSyntax()), preferred.indexOf(b.transferSyntax())));
    }

    DeliveryOutcome notNegotiated(String sopClassUid) {
        var result = refusedContexts.get(sopClassUid);
        return new DeliveryOutcome.NotNegotiated(
                sopClassUid,
                result == null
                        ? "no agreed presentation context carries this kind of object in its encoding"
                        : ContextResult.sentence(result));
    }

    private static DeliveryOutcome unreachable(IOException e) {
        var message = e.getMessage();
        return new DeliveryOutcome.Unreachable(message == null ? e.getClass().getSimpleName() : message);
    }

    private int nextMessageId() {
        lastMessageId = lastMessageId % 0xffff + 1;
        return lastMessageId;
    }

    /** Releases the association; if the peer does not answer the release, aborts it. What was answered before stays answered. */
    @Override
    public void close() {
        try (watchdog;
                channel) {
            if (!broken) {
                release();
            }
        }
    }

    private void release() {
        broken = true;
        try {
            association.release();
        } catch (IOException e) {
            association.abort(Abort.NOT_SPECIFIED);
        }
    }
}
