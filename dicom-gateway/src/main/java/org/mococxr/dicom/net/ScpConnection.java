package org.mococxr.dicom.net;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.mococxr.dicom.UID;
import org.mococxr.dicom.net.admission.Caller;
import org.mococxr.dicom.net.tls.Tls;

/** Serves one connection from its A-ASSOCIATE-RQ to its end. */
final class ScpConnection {
    /** What the connection needs to know of its server. */
    record Service(
            ScpPolicy policy,
            AssociationLimits limits,
            StoreHandler handler,
            ReceiveEvents events,
            ConnectionQuota quota,
            Optional<Tls> tls,
            Optional<CommitmentListener> commitments,
            CallListener calls) {}

    private final Service service;
    private final PduChannel channel;
    private final InetAddress peer;
    private final String reference;
    private volatile boolean stopping;

    ScpConnection(Service service, PduChannel channel, InetAddress peer, String reference) {
        this.service = service;
        this.channel = channel;
        this.peer = peer;
        this.reference = reference;
    }

    /** Lets the message at hand finish and then ends; from any thread. */
    void stop() {
        stopping = true;
        if (channel.progress().phase() == Progress.Phase.WAITING
                || channel.progress().phase() == Progress.Phase.NEGOTIATING) {
            channel.cut("the receiver stops");
        }
    }

    /** Ends at once, whatever is under way; from any thread. */
    void kill() {
        channel.close();
    }

    void run() {
        try (channel) {
            converse();
        }
    }

    private void converse() {
        var began = System.nanoTime();
        try {
            var accepted = negotiate();
            if (accepted.isPresent()) {
                serve(accepted.get());
                service.events().ended(reference, since(began));
            }
        } catch (ProtocolViolationException e) {
            service.events().aborted(reference, describe(e));
            channel.abort(e.abortReason());
        } catch (TlsRefusedException e) {
            service.events().insecure(reference, peer, describe(e));
        } catch (AssociationLostException e) {
            var phase = channel.progress().phase();
            if (phase == Progress.Phase.NEGOTIATING || phase == Progress.Phase.WAITING) {
                service.events().left(reference, describe(e));
            } else {
                service.events().lost(reference, describe(e));
            }
            if (channel.isCut()) {
                channel.abort(Abort.NOT_SPECIFIED);
            }
        } catch (IOException | RuntimeException e) {
            service.events().failed(reference, e);
            channel.abort(Abort.NOT_SPECIFIED);
        }
    }

    private record Accepted(AssociateRequest request, Association association) {}

    private Optional<Accepted> negotiate() throws IOException {
        var certificate = channel.handshake();
        var header = channel.readHeader();
        if (header.type() != PduType.ASSOCIATE_RQ) {
            throw ProtocolViolationException.unexpectedPdu(header.type(), "A-ASSOCIATE-RQ");
        }
        var request = AssociateRequest.decode(channel.readBody(header, AssociationLimits.MAX_ASSOCIATION_PDU_BYTES));
        var rejection = service.policy().rejection(request, new Caller(request.callingAeTitle(), peer, certificate));
        if (rejection.isPresent()) {
            service.events().rejected(reference, request, peer, rejection.get());
            service.calls()
                    .rejected(request.callingAeTitle(), peer, rejection.get().why());
            channel.write(PduType.ASSOCIATE_RJ, rejection.get().reject().encode());
            channel.closeAfterPeerHasRead();
            return Optional.empty();
        }
        var results = new ArrayList<ContextResult>();
        Map<Integer, NegotiatedContext> contexts = new LinkedHashMap<>();
        request.contexts().forEach((id, proposed) -> {
            var result = service.policy().judge(id, proposed, request.user().roles());
            results.add(result);
            if (result.isAccepted()) {
                contexts.put(id, new NegotiatedContext(id, proposed.abstractSyntax(), result.transferSyntax()));
            }
        });
        var association = new Association(
                channel, service.limits(), contexts, request.user().maxPduBytes());
        channel.write(
                PduType.ASSOCIATE_AC,
                new AssociateAccept(
                                request.calledAeTitle(),
                                request.callingAeTitle(),
                                results,
                                new UserInformation(
                                        service.limits().maxPduBytes(),
                                        service.policy().agreeOn(request.user().roles())))
                        .encode());
        service.events().associated(reference, request, peer, contexts.size());
        return Optional.of(new Accepted(request, association));
    }

    private void serve(Accepted accepted) throws IOException {
        var association = accepted.association();
        for (var next = association.nextMessage(); next.isPresent(); next = association.nextMessage()) {
            var message = next.get();
            if (message.command().isResponse()) {
                throw ProtocolViolationException.invalid("a response to a request nobody made");
            }
            if (message.command().commandField() != CommandSet.C_CANCEL_RQ) {
                association.send(message.context(), message.command().response(answer(accepted, message)));
            }
            association.messageDone();
            if (stopping) {
                throw ProtocolViolationException.beyondLimit("the receiver stops");
            }
        }
    }

    private StoreStatus answer(Accepted accepted, Association.Message message) throws IOException {
        var operation = message.command().commandField();
        if (operation == CommandSet.C_STORE_RQ && message.command().hasDataset()) {
            return store(accepted, message);
        }
        if (operation == CommandSet.N_EVENT_REPORT_RQ && service.commitments().isPresent()) {
            return report(accepted, message, service.commitments().get());
        }
        if (message.command().hasDataset()) {
            accepted.association().dataset(message).drain();
        }
        return switch (operation) {
            case CommandSet.C_ECHO_RQ -> {
                service.events().echoed(reference);
                service.calls().echoed(accepted.request().callingAeTitle(), peer);
                yield StoreStatus.SUCCESS;
            }
            case CommandSet.C_STORE_RQ -> StoreStatus.cannotUnderstand("C-STORE without a data set");
            default -> StoreStatus.unrecognizedOperation("this receiver does not offer the operation");
        };
    }

    private StoreStatus report(Accepted accepted, Association.Message message, CommitmentListener commitments)
            throws IOException {
        var report = EventReport.read(accepted.association(), message);
        if (report.isPresent()
                && !commitments.onReport(report.get(), accepted.request().callingAeTitle())) {
            service.events().unexpectedReport(reference);
            return StoreStatus.invalidArgument("no request for commitment with this transaction is open");
        }
        return EventReport.statusOf(report);
    }

    private StoreStatus store(Accepted accepted, Association.Message message) throws IOException {
        var began = System.nanoTime();
        var dataset = accepted.association().dataset(message);
        var refusal = refusal(message);
        var status = refusal.isPresent() ? refusal.get() : handle(accepted.request(), message, dataset);
        dataset.drain();
        if (status.isSuccess() || status.isWarning()) {
            service.quota().remember(peer);
            service.events().stored(reference, dataset.totalBytes(), since(began), status);
        } else {
            service.events().refused(reference, dataset.totalBytes(), status);
        }
        return status;
    }

    private static Optional<StoreStatus> refusal(Association.Message message) {
        var command = message.command();
        if (!command.affectedSopClassUid().equals(message.context().abstractSyntax())) {
            return Optional.of(
                    StoreStatus.sopClassNotSupported("SOP class is not the one of the presentation context"));
        }
        return UID.isValid(command.affectedSopInstanceUid())
                ? Optional.empty()
                : Optional.of(StoreStatus.invalidSopInstance("SOP Instance UID is not a UID"));
    }

    /** Whatever the handler throws ends this object only. If the stream itself broke, the drain that follows says so again. */
    private StoreStatus handle(
            AssociateRequest request, Association.Message message, Association.DatasetStream dataset) {
        try {
            return service.handler()
                    .store(
                            new IncomingObject(
                                    message.command().affectedSopClassUid(),
                                    message.command().affectedSopInstanceUid(),
                                    message.context().transferSyntax(),
                                    request.callingAeTitle(),
                                    request.calledAeTitle(),
                                    peer),
                            dataset);
        } catch (IOException | RuntimeException e) {
            if (!dataset.isBroken()) {
                service.events().handlerFailed(reference, e);
            }
            return StoreStatus.processingFailure("the receiver failed; see its log");
        }
    }

    private static String describe(Exception e) {
        var message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }

    private static Duration since(long beganNanos) {
        return Duration.ofNanos(System.nanoTime() - beganNanos);
    }
}
