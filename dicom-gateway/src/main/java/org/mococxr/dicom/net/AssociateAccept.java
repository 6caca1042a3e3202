package org.mococxr.dicom.net;

import java.util.ArrayList;
import java.util.List;

/** A-ASSOCIATE-AC, PS3.8 section 9.3.3: the answer to each proposed context. */
record AssociateAccept(String calledAeTitle, String callingAeTitle, List<ContextResult> results, UserInformation user) {
    AssociateAccept {
        results = List.copyOf(results);
    }

    byte[] encode() {
        var out = UserInformation.fixedPart(calledAeTitle, callingAeTitle);
        results.forEach(result -> out.item(
                0x21,
                item -> item.byte8(result.id())
                        .byte8(0)
                        .byte8(result.result())
                        .byte8(0)
                        .text(0x40, result.transferSyntax())));
        return user.append(out).toByteArray();
    }

    static AssociateAccept decode(byte[] body) throws ProtocolViolationException {
        var in = ItemReader.of(body);
        var called = in.skip(4).text(16);
        var calling = in.text(16);
        in.skip(32);
        var results = new ArrayList<ContextResult>();
        var user = UserInformation.NONE;
        while (in.hasMore()) {
            var type = in.itemType();
            var item = in.body();
            switch (type) {
                case 0x21 -> results.add(result(item));
                case 0x50 -> user = UserInformation.decode(item);
                default -> {}
            }
        }
        return new AssociateAccept(called, calling, results, user);
    }

    private static ContextResult result(ItemReader in) throws ProtocolViolationException {
        var id = in.byte8();
        var result = in.skip(1).byte8();
        in.skip(1);
        var syntax = "";
        while (in.hasMore()) {
            var type = in.itemType();
            var item = in.body();
            if (type == 0x40) {
                syntax = item.text();
            }
        }
        return new ContextResult(id, result, syntax);
    }
}
