package org.mococxr.dicom.net;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.mococxr.dicom.Attributes;
import org.mococxr.dicom.DicomObject;
import org.mococxr.dicom.DicomReader;
import org.mococxr.dicom.DicomUnreadableException;
import org.mococxr.dicom.DicomWriter;
import org.mococxr.dicom.TransferSyntax;
import org.mococxr.dicom.UID;
import org.mococxr.dicom.net.tls.Tls;
import org.mococxr.observation.DiskTrouble;

/**
 * Sends objects to another system over one association. For one thread. An association that broke or was refused shows as an
 * outcome, so that a queue can decide what to do next.
 */
public final class StoreScu implements AutoCloseable {
    private static final List<String> PLAIN = List.of(
            TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid(),
            TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN.uid(),
            TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN.uid());

    private final OutgoingAssociation association;

    private StoreScu(OutgoingAssociation association) {
        this.association = association;
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
        return new StoreScu(OutgoingAssociation.open(peer, callingAeTitle, contexts, limits, Optional.empty()));
    }

    /**
     * Opens an association over a connection that is secured first.
     *
     * @throws AssociationFailedException when the peer cannot be reached, does not prove who it is, or rejects it
     */
    public static StoreScu connect(
            Peer peer, String callingAeTitle, List<PresentationContext> contexts, AssociationLimits limits, Tls tls) {
        return new StoreScu(OutgoingAssociation.open(peer, callingAeTitle, contexts, limits, Optional.of(tls)));
    }

    /** Asks the peer whether it is there (C-ECHO). */
    public DeliveryOutcome echo() {
        var context = association.find(UID.Verification, List.of());
        return context.isEmpty()
                ? association.notNegotiated(UID.Verification)
                : association.request((messages, id) -> {
                    messages.send(context.get(), CommandSet.echoRequest(id));
                    return messages.awaitResponse(id);
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
        var context = association.find(sopClassUid, writable);
        if (context.isEmpty()) {
            return association.notNegotiated(sopClassUid);
        }
        var syntax = TransferSyntax.forUid(context.get().transferSyntax()).orElseThrow();
        return store(context.get(), sopInstanceUid, out -> DicomWriter.writeDataset(out, object.dataset(), syntax));
    }

    /**
     * Sends a DICOM file. Its data set travels untouched if the peer agreed to the transfer syntax it is written in; one that is not
     * compressed is rewritten in another plain encoding if need be.
     *
     * @throws DicomFileUnreadableException if it cannot be read as the object that it says it is; the association goes on
     */
    public DeliveryOutcome store(Path part10File) {
        try (var in = new BufferedInputStream(Files.newInputStream(part10File), 128 << 10)) {
            var header = Part10Header.read(in);
            if (header.sopClassUid().isEmpty() || header.sopInstanceUid().isEmpty()) {
                return store(DicomReader.read(part10File)); // the data set may say what its file does not
            }
            var context = association.find(header.sopClassUid(), List.of(header.transferSyntaxUid()));
            if (context.isPresent()) {
                return store(context.get(), header.sopInstanceUid(), in::transferTo);
            }
            return PLAIN.contains(header.transferSyntaxUid())
                            && association.find(header.sopClassUid(), PLAIN).isPresent()
                    ? store(DicomReader.read(part10File))
                    : association.notNegotiated(header.sopClassUid());
        } catch (IOException e) {
            throw new DicomFileUnreadableException(
                    "cannot send %s: %s".formatted(part10File, DiskTrouble.inWords(e)), e);
        } catch (DicomUnreadableException | IllegalArgumentException e) {
            throw new DicomFileUnreadableException("cannot send %s: %s".formatted(part10File, e.getMessage()), e);
        }
    }

    private static IllegalArgumentException incomplete(String what) {
        return new IllegalArgumentException("an object to send needs a " + what);
    }

    private DeliveryOutcome store(NegotiatedContext context, String sopInstanceUid, Association.DatasetWriter dataset) {
        return association.request((messages, id) -> {
            messages.send(context, CommandSet.storeRequest(id, context.abstractSyntax(), sopInstanceUid), dataset);
            return messages.awaitResponse(id);
        });
    }

    /** Whether the peer offers to vouch for what it stored (Storage Commitment Push Model, PS3.4 annex J). */
    public boolean offersCommitment() {
        return commitmentContext().isPresent();
    }

    private Optional<NegotiatedContext> commitmentContext() {
        return association.find(UID.StorageCommitmentPushModel, PLAIN);
    }

    /** Asks the peer to vouch for objects it was sent (N-ACTION). Its {@link CommitmentReport} comes later, here or by a call of its own. */
    public DeliveryOutcome requestCommitment(CommitmentRequest request) {
        var context = commitmentContext();
        return context.isEmpty()
                ? association.notNegotiated(UID.StorageCommitmentPushModel)
                : association.request((messages, id) -> {
                    var syntax = TransferSyntax.forUid(context.get().transferSyntax())
                            .orElseThrow();
                    messages.send(
                            context.get(),
                            CommandSet.commitmentRequest(id),
                            out -> DicomWriter.writeDataset(out, request.toDataset(), syntax));
                    return messages.awaitResponse(id);
                });
    }

    /** The next report that the peer sends over this association, answered; empty when none begins to come within {@code longest}. */
    public Optional<CommitmentReport> awaitCommitment(Duration longest) {
        try {
            return association.run((messages, id) -> {
                if (!association.hears(longest)) {
                    return Optional.empty();
                }
                var message = messages.nextMessage();
                if (message.isEmpty()) {
                    association.releasedByPeer();
                    return Optional.empty();
                }
                var report = EventReport.read(messages, message.get());
                messages.send(message.get().context(), message.get().command().response(EventReport.statusOf(report)));
                messages.messageDone();
                return report;
            });
        } catch (IOException e) {
            return Optional.empty(); // the association broke, which ends what can be heard over it
        }
    }

    public Peer peer() {
        return association.peer();
    }

    /** Releases the association; if the peer does not answer the release, aborts it. What was answered before stays answered. */
    @Override
    public void close() {
        association.close();
    }
}
