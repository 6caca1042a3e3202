package org.mococxr.dicom.net;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.mococxr.dicom.UID;

/**
 * What a server agrees to when a peer calls.
 *
 * @param strictCalledAeTitle whether a caller must use our AE title; a clinic's first film should not fail for a typing error, so
 *     by default any title is taken and logged
 * @param transferSyntaxes best first
 */
record ScpPolicy(
        String aeTitle, boolean strictCalledAeTitle, Predicate<String> sopClasses, List<String> transferSyntaxes) {
    ScpPolicy {
        transferSyntaxes = List.copyOf(transferSyntaxes);
    }

    Optional<AssociateReject> rejection(AssociateRequest request) {
        if (!request.speaksThisProtocol()) {
            return Optional.of(AssociateReject.PROTOCOL_VERSION_NOT_SUPPORTED);
        }
        if (!request.applicationContext().equals(UID.DICOMApplicationContext)) {
            return Optional.of(AssociateReject.APPLICATION_CONTEXT_NOT_SUPPORTED);
        }
        return strictCalledAeTitle && !request.calledAeTitle().equals(aeTitle)
                ? Optional.of(AssociateReject.CALLED_AE_TITLE_NOT_RECOGNIZED)
                : Optional.empty();
    }

    /** Verification is always offered; of the offered transfer syntaxes the one this side likes best is taken. */
    ContextResult judge(int id, PresentationContext proposed) {
        if (!proposed.abstractSyntax().equals(UID.Verification) && !sopClasses.test(proposed.abstractSyntax())) {
            return ContextResult.refused(id, ContextResult.ABSTRACT_SYNTAX_NOT_SUPPORTED);
        }
        return transferSyntaxes.stream()
                .filter(proposed.transferSyntaxes()::contains)
                .findFirst()
                .map(syntax -> ContextResult.accepted(id, syntax))
                .orElseGet(() -> ContextResult.refused(id, ContextResult.TRANSFER_SYNTAXES_NOT_SUPPORTED));
    }
}
