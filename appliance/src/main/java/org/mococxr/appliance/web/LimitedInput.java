package org.mococxr.appliance.web;

import io.javalin.http.HttpResponseException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/** A request's body that ends with status 413 where it is longer than is taken, whatever its headers said. */
final class LimitedInput extends InputStream {
    private final InputStream in;
    private final long mostBytes;
    private long left;

    LimitedInput(InputStream in, long mostBytes) {
        this.in = in;
        this.mostBytes = mostBytes;
        this.left = mostBytes;
    }

    static HttpResponseException tooLarge(long mostBytes) {
        return new HttpResponseException(
                413,
                "Files of more than %d MiB are not taken. Nothing was stored.".formatted(mostBytes >> 20),
                Map.of());
    }

    @Override
    public int read() throws IOException {
        var next = in.read();
        if (next >= 0 && left-- <= 0) {
            throw tooLarge(mostBytes);
        }
        return next;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        var count = in.read(into, offset, length);
        left -= Math.max(0, count);
        if (left < 0) {
            throw tooLarge(mostBytes);
        }
        return count;
    }
}
