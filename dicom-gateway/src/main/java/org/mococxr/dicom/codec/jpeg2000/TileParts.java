package org.mococxr.dicom.codec.jpeg2000;

import java.io.ByteArrayOutputStream;
import java.util.TreeMap;

/** What the tile-parts of one tile have brought. For one thread. */
final class TileParts {
    private final HeaderParameters parameters = new HeaderParameters();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final ByteArrayOutputStream packedHeaders = new ByteArrayOutputStream();
    private int parts;

    HeaderParameters parameters() {
        return parameters;
    }

    /**
     * @param headers packet headers of this part by their numbers
     * @param from where the part's packets begin in the codestream
     */
    void add(TreeMap<Integer, byte[]> headers, byte[] codestream, int from, int to) {
        headers.values().forEach(packedHeaders::writeBytes);
        body.write(codestream, from, to - from);
        parts++;
    }

    int parts() {
        return parts;
    }

    byte[] body() {
        return body.toByteArray();
    }

    byte[] packedHeaders() {
        return packedHeaders.toByteArray();
    }
}
