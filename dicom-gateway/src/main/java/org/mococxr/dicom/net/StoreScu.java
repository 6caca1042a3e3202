package org.mococxr.dicom.net;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mococxr.dicom.Attributes;
import org.mococxr.dicom.DicomObject;
import org.mococxr.dicom.DicomReader;
import org.mococxr.dicom.DicomWriter;
import org.mococxr.dicom.TransferSyntax;
import org.mococxr.dicom.UID;

/**
 * Sends objects to another system over one association. For one thread. An association that broke or was refused shows as an
 * outcome, so that a queue can decide what to do next.
 */
public final class StoreScu implements AutoCloseable {
    private static final List<String> PLAIN = List.of(
            TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid(),
            TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN.uid(),
            TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN.uid());

    private final Peer peer;
    private final Association association;
    private final PduChannel channel;
    private final Watchdog watchdog;
    private final Map<String, Integer> refusedContexts;
    private int lastMessageId;
    private boolean broken;

    private StoreScu(
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

    /** As {@link #connect(Peer, String, List, AssociationLimits)}, with the limits of {@link AssociationLimits#forSending}. */
    public static StoreScu connect(Peer peer, String callingAeTitle, List<PresentationContext> contexts) {
        return connect(peer, callingAeTitle, contexts, AssociationLimits.forSending());
    }

    /**
     * Opens an association.
     *
     * @throws AssociationFailedException when the peer cannot be reached or rejects it
     */
    public static StoreScu connect(
            Peer peer, String callingAeTitle, List<PresentationContext> contexts, AssociationLimits limits) {
        Peer.requireAeTitle(callingAeTitle);
        var request = AssociateRequest.of(peer.aeTitle(), callingAeTitle, contexts, limits.maxPduBytes());
        var channel = open(peer, limits);
        var watchdog = new Watchdog(limits);
        watchdog.watch(channel);
        try {
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

    private static PduChannel open(Peer peer, AssociationLimits limits) {
        var socket = new Socket();
        try {
            var address = new InetSocketAddress(peer.host(), peer.port());
            if (address.isUnresolved()) {
                throw new IOException("the host name " + peer.host() + " is not known");
            }
            socket.connect(address, Math.toIntExact(limits.artim().toMillis()));
            return new PduChannel(socket);
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

    private static StoreScu associate(
            Peer peer, PduChannel channel, Watchdog watchdog, AssociateRequest request, AssociationLimits limits)
            throws IOException {
        channel.write(PduType.ASSOCIATE_RQ, request.encode());
        var header = channel.readHeader();
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

    private static StoreScu accepted(
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
        var association = new Association(channel, limits, contexts, accept.maxPduBytes());
        return new StoreScu(peer, association, channel, watchdog, refused);
    }

    /** Asks the peer whether it is there (C-ECHO). */
    public DeliveryOutcome echo() {
        var context = find(UID.Verification, List.of());
        return context.isEmpty()
                ? notNegotiated(UID.Verification)
                : exchange(() -> {
                    var id = nextMessageId();
                    association.send(context.get(), CommandSet.echoRequest(id));
                    return association.awaitResponse(id);
                });
    }

    /** Sends an object that was made here, in the plain encoding the peer agreed to. */
    public DeliveryOutcome store(Attributes dataset) {
        return store(DicomObject.of(dataset, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN));
    }

    /** Sends an object; one that is not compressed is written in whichever plain encoding the peer agreed to. */
    public DeliveryOutcome store(DicomObject object) {
        var sopClassUid = object.sopClassUid().orElseThrow(() -> incomplete("SOP Class UID"));
        var sopInstanceUid = object.sopInstanceUid().orElseThrow(() -> incomplete("SOP Instance UID"));
        var writable = object.transferSyntax().isEncapsulated()
                ? List.of(object.transferSyntax().uid())
                : PLAIN;
        var context = find(sopClassUid, writable);
        if (context.isEmpty()) {
            return notNegotiated(sopClassUid);
        }
        var syntax = TransferSyntax.forUid(context.get().transferSyntax()).orElseThrow();
        return store(context.get(), sopInstanceUid, out -> DicomWriter.writeDataset(out, object.dataset(), syntax));
    }

    /**
     * Sends a DICOM file. Its data set travels untouched if the peer agreed to the transfer syntax it is written in; one that is not
     * compressed is rewritten in another plain encoding if need be.
     */
    public DeliveryOutcome store(Path part10File) {
        try (var in = new BufferedInputStream(Files.newInputStream(part10File), 128 << 10)) {
            var header = Part10Header.read(in);
            if (header.sopClassUid().isEmpty() || header.sopInstanceUid().isEmpty()) {
                throw new IOException("its file meta information does not say what object it is");
            }
            var context = find(header.sopClassUid(), List.of(header.transferSyntaxUid()));
            if (context.isPresent()) {
                return store(context.get(), header.sopInstanceUid(), in::transferTo);
            }
            return PLAIN.contains(header.transferSyntaxUid())
                    ? store(DicomReader.read(part10File))
                    : notNegotiated(header.sopClassUid());
        } catch (IOException e) {
            throw new DicomFileUnreadableException("Cannot send " + part10File + ": " + e.getMessage(), e);
        }
    }

    private static IllegalArgumentException incomplete(String what) {
        return new IllegalArgumentException("an object to send needs a " + what);
    }

    private DeliveryOutcome store(NegotiatedContext context, String sopInstanceUid, Association.DatasetWriter dataset) {
        return exchange(() -> {
            var id = nextMessageId();
            association.send(context, CommandSet.storeRequest(id, context.abstractSyntax(), sopInstanceUid), dataset);
            return association.awaitResponse(id);
        });
    }

    private interface Exchange {
        CommandSet run() throws IOException;
    }

    private DeliveryOutcome exchange(Exchange exchange) {
        if (broken) {
            return new DeliveryOutcome.Unreachable("the association with the peer has ended before");
        }
        try {
            var response = exchange.run();
            return DeliveryOutcome.of(new StoreStatus(response.status().orElseThrow(), response.errorComment()));
        } catch (IOException e) {
            broken = true;
            association.abort(
                    e instanceof ProtocolViolationException violation ? violation.abortReason() : Abort.NOT_SPECIFIED);
            return unreachable(e);
        } catch (RuntimeException e) { // the object could not be written; half a message is on the wire
            broken = true;
            association.abort(Abort.NOT_SPECIFIED);
            throw e;
        }
    }

    /** The context for a SOP class whose transfer syntax comes first in {@code preferred}; with none preferred, any. */
    private Optional<NegotiatedContext> find(String sopClassUid, List<String> preferred) {
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

    private DeliveryOutcome notNegotiated(String sopClassUid) {
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

    public Peer peer() {
        return peer;
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
