package org.mococxr.dicom.net;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The unique identifiers the network layer itself decides by (PS3.6 annex A). */
final class Uids {
    static final String DICOM_APPLICATION_CONTEXT = "1.2.840.10008.3.1.1.1";
    static final String VERIFICATION = "1.2.840.10008.1.1";
    static final String STORAGE_PREFIX = "1.2.840.10008.5.1.4.1.1.";

    static final String IMPLICIT_VR_LITTLE_ENDIAN = "1.2.840.10008.1.2";
    static final String EXPLICIT_VR_LITTLE_ENDIAN = "1.2.840.10008.1.2.1";

    /**
     * What may travel, best first: plain little endian whenever it is offered, so that most films need no decoder; then the
     * encodings this box decodes bit-exactly in Java. Never big endian, JPEG 2000, HTJ2K or video.
     */
    static final List<String> TRANSFER_SYNTAX_PREFERENCE = List.of(
            EXPLICIT_VR_LITTLE_ENDIAN,
            IMPLICIT_VR_LITTLE_ENDIAN,
            "1.2.840.10008.1.2.1.99", // deflated
            "1.2.840.10008.1.2.4.70", // JPEG lossless, first-order prediction
            "1.2.840.10008.1.2.4.57", // JPEG lossless
            "1.2.840.10008.1.2.5", // RLE
            "1.2.840.10008.1.2.4.80", // JPEG-LS lossless
            "1.2.840.10008.1.2.4.81", // JPEG-LS near-lossless
            "1.2.840.10008.1.2.4.51", // JPEG extended, 12 bit
            "1.2.840.10008.1.2.4.50"); // JPEG baseline, 8 bit

    /** Films the box can screen: CR, DX for presentation and for processing, secondary capture. */
    static final Set<String> FILM_CLASSES =
            Set.of(STORAGE_PREFIX + "1", STORAGE_PREFIX + "1.1", STORAGE_PREFIX + "1.1.1", STORAGE_PREFIX + "7");

    /**
     * Images a misrouted modality sends (CT, MR, XA, ultrasound). They are taken in so that the person at the list sees
     * "refused: not a chest film", instead of a modality that says "no presentation context" to nobody.
     */
    static final Set<String> MISROUTED_IMAGE_CLASSES =
            Set.of(STORAGE_PREFIX + "2", STORAGE_PREFIX + "4", STORAGE_PREFIX + "12.1", STORAGE_PREFIX + "6.1");

    /** Names this software to its peers (PS3.7 annex D.3.3.2); a UUID-derived UID needs no registered root. */
    static final String IMPLEMENTATION_CLASS = "2.25.133870298014229846113157364822710489651";

    static final String IMPLEMENTATION_VERSION_NAME = "MOCOCXR_0_1";

    private static final Pattern UID = Pattern.compile("[0-9]+(\\.[0-9]+)*");
    private static final int MAX_UID_CHARACTERS = 64;

    private Uids() {}

    /**
     * Numbers joined by dots, at most 64 characters (PS3.5 section 9.1), so never a path. Leading zeros are forbidden there but met
     * in practice; no film is refused for one.
     */
    static boolean isValid(String uid) {
        return uid.length() <= MAX_UID_CHARACTERS && UID.matcher(uid).matches();
    }
}
