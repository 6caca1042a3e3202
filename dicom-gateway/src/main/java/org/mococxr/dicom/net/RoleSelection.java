package org.mococxr.dicom.net;

import java.nio.charset.StandardCharsets;

/**
 * Who serves whom on a presentation context, PS3.7 annex D.3.3.4. Proposed by a peer that calls in order to report: it then is the
 * provider (SCP) although it called.
 */
record RoleSelection(String sopClassUid, boolean scu, boolean scp) {
    static final int ITEM = 0x54;

    void append(ItemWriter user) {
        user.item(
                ITEM,
                item -> item.short16(sopClassUid.length())
                        .raw(sopClassUid.getBytes(StandardCharsets.US_ASCII))
                        .byte8(scu ? 1 : 0)
                        .byte8(scp ? 1 : 0));
    }

    static RoleSelection decode(ItemReader in) throws ProtocolViolationException {
        var uid = in.text(in.short16());
        return new RoleSelection(uid, in.byte8() == 1, in.byte8() == 1);
    }
}
