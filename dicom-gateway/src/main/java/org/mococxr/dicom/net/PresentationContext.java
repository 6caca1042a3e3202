package org.mococxr.dicom.net;

import java.util.ArrayList;
import java.util.List;
import org.mococxr.dicom.TransferSyntax;
import org.mococxr.dicom.UID;

/**
 * What one side proposes to exchange: an abstract syntax (SOP class) and the transfer syntaxes it can write it in, in order of
 * preference. The number of the context is its place in the request: 1, 3, 5, ... (PS3.8 section 9.3.2.2).
 */
public record PresentationContext(String abstractSyntax, List<String> transferSyntaxes) {
    public PresentationContext {
        if (abstractSyntax.isBlank()) {
            throw new IllegalArgumentException("a presentation context needs an abstract syntax");
        }
        transferSyntaxes = List.copyOf(transferSyntaxes);
        if (transferSyntaxes.isEmpty()) {
            throw new IllegalArgumentException("presentation context " + abstractSyntax + " needs a transfer syntax");
        }
    }

    public static PresentationContext of(String abstractSyntax, String... transferSyntaxes) {
        return new PresentationContext(abstractSyntax, List.of(transferSyntaxes));
    }

    /** A SOP class in the two uncompressed little-endian syntaxes every peer reads. */
    public static PresentationContext uncompressed(String sopClassUid) {
        return of(
                sopClassUid,
                TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid(),
                TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN.uid());
    }

    public static PresentationContext verification() {
        return uncompressed(UID.Verification);
    }

    /** The contexts that send the given SOP classes uncompressed, and verification. */
    public static List<PresentationContext> uncompressed(Iterable<String> sopClassUids) {
        var contexts = new ArrayList<PresentationContext>();
        contexts.add(verification());
        sopClassUids.forEach(sopClass -> contexts.add(uncompressed(sopClass)));
        return contexts;
    }
}
