package org.mococxr.dicom;

import java.io.IOException;
import java.io.InputStream;

/** Takes pixels that are not compressed while they are read, so that a film is not in memory as bytes and as values. */
@FunctionalInterface
public interface NativePixels {
    /**
     * Called where Pixel Data begin, if all of them have arrived and are little endian.
     *
     * @param header what precedes the pixels
     * @param lengthBytes of Pixel Data
     * @param pixels those bytes; what is left unread is passed over
     */
    void take(Attributes header, long lengthBytes, InputStream pixels) throws IOException;

    /**
     * Called where Pixel Data begin that are not taken, before any of them are read.
     *
     * @param header what precedes the pixels
     * @param mostBytes there can be of them
     */
    default void announced(Attributes header, long mostBytes) {}

    /** How many bytes behind the pixels are read; without any, reading ends with the pixels. */
    default long mostBytesBehind() {
        return 0;
    }
}
