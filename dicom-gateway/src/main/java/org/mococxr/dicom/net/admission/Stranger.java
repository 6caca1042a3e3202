package org.mococxr.dicom.net.admission;

/** Why a caller is not one of those expected. */
public enum Stranger {
    TITLE_UNKNOWN("no allowed caller has this AE title at this address"),
    ADDRESS_UNEXPECTED("this AE title is allowed, but not from this address"),
    CERTIFICATE_UNEXPECTED("AE title and address are allowed, but it did not show the certificate they need");

    private final String words;

    Stranger(String words) {
        this.words = words;
    }

    /** For the operator of this box. */
    public String words() {
        return words;
    }
}
