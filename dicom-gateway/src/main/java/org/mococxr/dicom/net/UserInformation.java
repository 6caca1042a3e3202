package org.mococxr.dicom.net;

import org.mococxr.dicom.UID;

/** The parts A-ASSOCIATE-RQ and A-ASSOCIATE-AC share: the fixed fields and the user information item (PS3.8 annex D). */
final class UserInformation {
    static final int PROTOCOL_VERSION = 1;

    private static final int MAXIMUM_LENGTH = 0x51;
    private static final int IMPLEMENTATION_CLASS_UID = 0x52;
    private static final int IMPLEMENTATION_VERSION_NAME = 0x55;

    private UserInformation() {}

    static ItemWriter fixedPart(String calledAeTitle, String callingAeTitle) {
        return new ItemWriter()
                .short16(PROTOCOL_VERSION)
                .short16(0)
                .aeTitle(calledAeTitle)
                .aeTitle(callingAeTitle)
                .raw(new byte[32])
                .text(0x10, UID.DICOMApplicationContext);
    }

    static ItemWriter append(ItemWriter out, long maxPduBytes) {
        return out.item(
                0x50,
                user -> user.item(MAXIMUM_LENGTH, length -> length.int32((int) maxPduBytes))
                        .text(IMPLEMENTATION_CLASS_UID, UID.ImplementationClass)
                        .text(IMPLEMENTATION_VERSION_NAME, UID.IMPLEMENTATION_VERSION_NAME));
    }

    /** Asynchronous operations, role selection, extended negotiation and user identity are declined by not being answered. */
    static long maxPduBytes(ItemReader user) throws ProtocolViolationException {
        var maxPdu = 0L;
        while (user.hasMore()) {
            var type = user.itemType();
            var item = user.body();
            if (type == MAXIMUM_LENGTH) {
                maxPdu = item.int32();
            }
        }
        return maxPdu;
    }
}
