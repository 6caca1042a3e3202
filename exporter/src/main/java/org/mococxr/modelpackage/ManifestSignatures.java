package org.mococxr.modelpackage;

import java.util.List;

/** {@code manifest.sig} of a package that several labs have signed; a box is content with one signature that it trusts. */
record ManifestSignatures(List<ManifestSignature> signatures) {
    static final int MOST = 8;

    ManifestSignatures {
        signatures = List.copyOf(signatures);
        if (signatures.isEmpty() || signatures.size() > MOST) {
            throw new IllegalArgumentException("a package has 1 to " + MOST + " signatures, was " + signatures.size());
        }
        if (signatures.stream().map(ManifestSignature::keyId).distinct().count() != signatures.size()) {
            throw new IllegalArgumentException("each key signs once");
        }
    }
}
