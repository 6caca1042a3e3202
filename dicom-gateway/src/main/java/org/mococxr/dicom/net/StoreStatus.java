package org.mococxr.dicom.net;

/**
 * The status of a response, PS3.4 annex B.2.3 and PS3.7 annex C, with a comment for the person who reads the
 * sender's log.
 */
public record StoreStatus(int code, String comment) {
    public static final StoreStatus SUCCESS = new StoreStatus(0x0000, "");

    public StoreStatus {
        if (code < 0 || code > 0xffff) {
            throw new IllegalArgumentException("a status has 16 bits, was " + Integer.toHexString(code));
        }
    }

    /** A700H: no room; the sender should try again later. */
    public static StoreStatus outOfResources(String comment) {
        return new StoreStatus(0xa700, comment);
    }

    /** A900H: the data set is not the object the command announced. */
    public static StoreStatus datasetDoesNotMatch(String comment) {
        return new StoreStatus(0xa900, comment);
    }

    /** C000H: the data set cannot be read as DICOM. */
    public static StoreStatus cannotUnderstand(String comment) {
        return new StoreStatus(0xc000, comment);
    }

    /** 0117H: the SOP Instance UID is none. */
    public static StoreStatus invalidSopInstance(String comment) {
        return new StoreStatus(0x0117, comment);
    }

    /** 0122H: the command names a SOP class that was not agreed for this presentation context. */
    public static StoreStatus sopClassNotSupported(String comment) {
        return new StoreStatus(0x0122, comment);
    }

    /** 0113H: a report of a kind that is not taken here. */
    static StoreStatus noSuchEventType(String comment) {
        return new StoreStatus(0x0113, comment);
    }

    /** 0115H: a report that answers no open request. */
    static StoreStatus invalidArgument(String comment) {
        return new StoreStatus(0x0115, comment);
    }

    /** 0110H: a fault on this side. */
    public static StoreStatus processingFailure(String comment) {
        return new StoreStatus(0x0110, comment);
    }

    /** 0211H: this side does not offer the operation. */
    public static StoreStatus unrecognizedOperation(String comment) {
        return new StoreStatus(0x0211, comment);
    }

    public boolean isSuccess() {
        return code == 0;
    }

    /** B000H, B006H, B007H: stored, with a remark. */
    public boolean isWarning() {
        return code == 1 || (code & 0xf000) == 0xb000;
    }

    public String hex() {
        return String.format("%04XH", code);
    }
}
