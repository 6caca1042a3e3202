package org.mococxr.dicom.net;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Builds the nested type-length-value items of an association PDU, PS3.8 section 9.3. Big endian, as the upper layer is. */
final class ItemWriter {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);

    ItemWriter byte8(int value) {
        bytes.write(value);
        return this;
    }

    ItemWriter short16(int value) {
        return byte8(value >>> 8).byte8(value);
    }

    ItemWriter int32(int value) {
        return short16(value >>> 16).short16(value);
    }

    /** Sixteen characters, padded with spaces: the form of an AE title in the fixed part. */
    ItemWriter aeTitle(String title) {
        return raw(String.format("%-16.16s", title).getBytes(StandardCharsets.US_ASCII));
    }

    ItemWriter raw(byte[] value) {
        bytes.writeBytes(value);
        return this;
    }

    ItemWriter text(int type, String value) {
        return item(type, content -> content.raw(value.getBytes(StandardCharsets.US_ASCII)));
    }

    ItemWriter item(int type, Consumer<ItemWriter> body) {
        var content = new ItemWriter();
        body.accept(content);
        var value = content.toByteArray();
        if (value.length > 0xffff) {
            throw new IllegalStateException(
                    "item of type " + type + " is " + value.length + " bytes long, at most 65535 fit");
        }
        return byte8(type).byte8(0).short16(value.length).raw(value);
    }

    byte[] toByteArray() {
        return bytes.toByteArray();
    }
}
