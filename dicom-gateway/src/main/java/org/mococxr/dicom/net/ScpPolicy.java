package org.mococxr.dicom.net;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.mococxr.dicom.UID;
import org.mococxr.dicom.net.admission.Caller;
import org.mococxr.dicom.net.admission.CallerList;
import org.mococxr.observation.Observation;
import org.mococxr.observation.ObservationKind;

/**
 * What a server agrees to when a peer calls.
 *
 * @param strictCalledAeTitle whether a caller must use our AE title; a clinic's first film should not fail for a typing error, so
 *     by default any title is taken and logged
 * @param takesCommitments whether a peer may call to report what it vouches for
 * @param transferSyntaxes best first
 */
record ScpPolicy(
        String aeTitle,
        boolean strictCalledAeTitle,
        CallerList callers,
        boolean takesCommitments,
        Predicate<String> sopClasses,
        List<String> transferSyntaxes) {
    ScpPolicy {
        transferSyntaxes = List.copyOf(transferSyntaxes);
    }

    /** A "no" and the reason, for the operator of this box; the peer only hears the numbers. */
    record Rejection(AssociateReject reject, Observation why) {}

    Optional<Rejection> rejection(AssociateRequest request, Caller caller) {
        if (!request.speaksThisProtocol()) {
            return Optional.of(
                    new Rejection(AssociateReject.PROTOCOL_VERSION_NOT_SUPPORTED, ObservationKind.OTHER_PROTOCOL.of()));
        }
        if (!request.applicationContext().equals(UID.DICOMApplicationContext)) {
            return Optional.of(new Rejection(
                    AssociateReject.APPLICATION_CONTEXT_NOT_SUPPORTED, ObservationKind.OTHER_APPLICATION.of()));
        }
        if (strictCalledAeTitle && !request.calledAeTitle().equals(aeTitle)) {
            return Optional.of(new Rejection(
                    AssociateReject.CALLED_AE_TITLE_NOT_RECOGNIZED, ObservationKind.CALLED_OTHERWISE.of(aeTitle)));
        }
        return callers.judge(caller)
                .map(stranger -> new Rejection(
                        AssociateReject.CALLING_AE_TITLE_NOT_RECOGNIZED,
                        ObservationKind.MAY_BE_ALLOWED.of(
                                stranger.why(),
                                caller.aeTitle(),
                                caller.address().getHostAddress())));
    }

    /** The role this side lets the caller have; nobody else's reports are taken than those of a provider of commitments. */
    List<RoleSelection> agreeOn(List<RoleSelection> proposed) {
        return proposed.stream()
                .filter(this::isReporter)
                .map(role -> new RoleSelection(role.sopClassUid(), false, true))
                .toList();
    }

    private boolean isReporter(RoleSelection role) {
        return takesCommitments && role.scp() && role.sopClassUid().equals(UID.StorageCommitmentPushModel);
    }

    private boolean isOffered(String abstractSyntax, List<RoleSelection> roles) {
        return switch (abstractSyntax) {
            case UID.Verification -> true;
            case UID.StorageCommitmentPushModel -> roles.stream().anyMatch(this::isReporter);
            default -> sopClasses.test(abstractSyntax);
        };
    }

    /** Verification is always offered; of the offered transfer syntaxes the one this side likes best is taken. */
    ContextResult judge(int id, PresentationContext proposed, List<RoleSelection> roles) {
        if (!isOffered(proposed.abstractSyntax(), roles)) {
            return ContextResult.refused(id, ContextResult.ABSTRACT_SYNTAX_NOT_SUPPORTED);
        }
        return transferSyntaxes.stream()
                .filter(proposed.transferSyntaxes()::contains)
                .findFirst()
                .map(syntax -> ContextResult.accepted(id, syntax))
                .orElseGet(() -> ContextResult.refused(id, ContextResult.TRANSFER_SYNTAXES_NOT_SUPPORTED));
    }
}
