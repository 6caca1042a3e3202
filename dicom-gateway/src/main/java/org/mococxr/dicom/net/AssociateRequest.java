package org.mococxr.dicom.net;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mococxr.dicom.UID;

/**
 * A-ASSOCIATE-RQ, PS3.8 section 9.3.2: who calls whom, and what the caller proposes to exchange.
 *
 * @param contexts the proposals by context number, in the order they were written
 */
record AssociateRequest(
        int protocolVersion,
        String applicationContext,
        String calledAeTitle,
        String callingAeTitle,
        Map<Integer, PresentationContext> contexts,
        UserInformation user) {
    /** Context numbers are the odd ones of a byte. */
    static final int MAX_CONTEXTS = 128;

    AssociateRequest {
        contexts = Collections.unmodifiableMap(new LinkedHashMap<>(contexts));
    }

    static AssociateRequest of(
            String calledAeTitle, String callingAeTitle, Iterable<PresentationContext> contexts, long maxPduBytes) {
        var numbered = new LinkedHashMap<Integer, PresentationContext>();
        contexts.forEach(context -> numbered.put(2 * numbered.size() + 1, context));
        if (numbered.isEmpty() || numbered.size() > MAX_CONTEXTS) {
            throw new IllegalArgumentException(
                    "an association proposes 1 to " + MAX_CONTEXTS + " presentation contexts, not " + numbered.size());
        }
        return new AssociateRequest(
                UserInformation.PROTOCOL_VERSION,
                UID.DICOMApplicationContext,
                calledAeTitle,
                callingAeTitle,
                numbered,
                new UserInformation(maxPduBytes, List.of()));
    }

    boolean speaksThisProtocol() {
        return (protocolVersion & UserInformation.PROTOCOL_VERSION) != 0;
    }

    byte[] encode() {
        var out = UserInformation.fixedPart(calledAeTitle, callingAeTitle);
        contexts.forEach((id, context) -> out.item(0x20, item -> {
            item.byte8(id).byte8(0).byte8(0).byte8(0).text(0x30, context.abstractSyntax());
            context.transferSyntaxes().forEach(syntax -> item.text(0x40, syntax));
        }));
        return user.append(out).toByteArray();
    }

    static AssociateRequest decode(byte[] body) throws ProtocolViolationException {
        var in = ItemReader.of(body);
        var version = in.short16();
        var called = in.skip(2).text(16);
        var calling = in.text(16);
        in.skip(32);
        var applicationContext = "";
        var contexts = new LinkedHashMap<Integer, PresentationContext>();
        var user = UserInformation.NONE;
        while (in.hasMore()) {
            var type = in.itemType();
            var item = in.body();
            switch (type) {
                case 0x10 -> applicationContext = item.text();
                case 0x20 -> {
                    var id = item.byte8();
                    if (id % 2 == 0 || contexts.put(id, context(id, item.skip(3))) != null) {
                        throw ProtocolViolationException.invalid(
                                "presentation context number " + id + " is even or used twice");
                    }
                }
                case 0x50 -> user = UserInformation.decode(item);
                default -> {} // PS3.8 section 9.3.1: items of unknown type are ignored
            }
        }
        return new AssociateRequest(version, applicationContext, called, calling, contexts, user);
    }

    private static PresentationContext context(int id, ItemReader in) throws ProtocolViolationException {
        var abstractSyntax = "";
        var transferSyntaxes = new ArrayList<String>();
        while (in.hasMore()) {
            var type = in.itemType();
            var item = in.body();
            switch (type) {
                case 0x30 -> abstractSyntax = item.text();
                case 0x40 -> transferSyntaxes.add(item.text());
                default -> {}
            }
        }
        if (abstractSyntax.isEmpty() || transferSyntaxes.isEmpty()) {
            throw ProtocolViolationException.invalid(
                    "presentation context " + id + " names no abstract or no transfer syntax");
        }
        return new PresentationContext(abstractSyntax, transferSyntaxes);
    }
}
