package org.mococxr.dicom.net;

import java.util.ArrayList;
import java.util.List;
import org.mococxr.dicom.UID;

/**
 * The parts A-ASSOCIATE-RQ and A-ASSOCIATE-AC share: the fixed fields and the user information item (PS3.8 annex D).
 *
 * @param maxPduBytes longest P-DATA body its writer takes; 0 means no limit
 * @param roles proposed, or agreed to
 */
record UserInformation(long maxPduBytes, List<RoleSelection> roles) {
    static final UserInformation NONE = new UserInformation(0, List.of());

    static final int PROTOCOL_VERSION = 1;

    private static final int MAXIMUM_LENGTH = 0x51;
    private static final int IMPLEMENTATION_CLASS_UID = 0x52;
    private static final int IMPLEMENTATION_VERSION_NAME = 0x55;

    UserInformation {
        roles = List.copyOf(roles);
    }

    static ItemWriter fixedPart(String calledAeTitle, String callingAeTitle) {
        return new ItemWriter()
                .short16(PROTOCOL_VERSION)
                .short16(0)
                .aeTitle(calledAeTitle)
                .aeTitle(callingAeTitle)
                .raw(new byte[32])
                .text(0x10, UID.DICOMApplicationContext);
    }

    ItemWriter append(ItemWriter out) {
        return out.item(0x50, user -> {
            user.item(MAXIMUM_LENGTH, length -> length.int32((int) maxPduBytes))
                    .text(IMPLEMENTATION_CLASS_UID, UID.ImplementationClass);
            roles.forEach(role -> role.append(user));
            user.text(IMPLEMENTATION_VERSION_NAME, UID.IMPLEMENTATION_VERSION_NAME);
        });
    }

    /** Asynchronous operations, extended negotiation and user identity are declined by not being answered. */
    static UserInformation decode(ItemReader user) throws ProtocolViolationException {
        var maxPdu = 0L;
        var roles = new ArrayList<RoleSelection>();
        while (user.hasMore()) {
            var type = user.itemType();
            var item = user.body();
            switch (type) {
                case MAXIMUM_LENGTH -> maxPdu = item.int32();
                case RoleSelection.ITEM -> roles.add(RoleSelection.decode(item));
                default -> {}
            }
        }
        return new UserInformation(maxPdu, roles);
    }
}
