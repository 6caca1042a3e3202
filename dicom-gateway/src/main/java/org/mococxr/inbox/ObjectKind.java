package org.mococxr.inbox;

import java.util.Arrays;
import java.util.Optional;

/** What an object is, by its first bytes; decides the ending of its file. */
public enum ObjectKind {
    DICOM(".dcm"),
    PNG(".png", 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'),
    JPEG(".jpg", 0xff, 0xd8, 0xff);

    private final String fileEnding;
    private final byte[] magic;

    ObjectKind(String fileEnding, int... magic) {
        this.fileEnding = fileEnding;
        this.magic = new byte[magic.length];
        for (var i = 0; i < magic.length; i++) {
            this.magic[i] = (byte) magic[i];
        }
    }

    String fileEnding() {
        return fileEnding;
    }

    /** PNG and JPEG are known by their signature; whether the rest is DICOM takes a reader to say. */
    static ObjectKind bySignature(byte[] start) {
        return Arrays.stream(values())
                .filter(kind -> kind.magic.length > 0 && startsWith(start, kind.magic))
                .findFirst()
                .orElse(DICOM);
    }

    static Optional<ObjectKind> ofFile(String fileName) {
        return Arrays.stream(values())
                .filter(kind -> fileName.endsWith(kind.fileEnding))
                .findFirst();
    }

    private static boolean startsWith(byte[] bytes, byte[] prefix) {
        return bytes.length >= prefix.length && Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
    }
}
