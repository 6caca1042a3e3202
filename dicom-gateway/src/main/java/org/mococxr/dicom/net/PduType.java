package org.mococxr.dicom.net;

/** The seven protocol data units of PS3.8 section 9.3, by their first byte. */
final class PduType {
    static final int ASSOCIATE_RQ = 1;
    static final int ASSOCIATE_AC = 2;
    static final int ASSOCIATE_RJ = 3;
    static final int P_DATA_TF = 4;
    static final int RELEASE_RQ = 5;
    static final int RELEASE_RP = 6;
    static final int ABORT = 7;

    private PduType() {}

    static boolean known(int type) {
        return type >= ASSOCIATE_RQ && type <= ABORT;
    }
}
