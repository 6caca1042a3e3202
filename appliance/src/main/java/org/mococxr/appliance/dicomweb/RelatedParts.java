package org.mococxr.appliance.dicomweb;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** The parts of a multipart body (RFC 2046 section 5.1), one after the other, without holding any of them. For one thread. */
public final class RelatedParts {
    /** RFC 2046 allows 70 characters; Orthanc sends 73. */
    private static final int LONGEST_BOUNDARY = 200;

    private static final int MOST_HEADER_BYTES = 8 << 10;

    private final InputStream in;
    private final byte[] delimiter;
    private final byte[] buffer = new byte[64 << 10];
    private int from;
    private int to;
    private int partEnd;
    private boolean atDelimiter;
    private boolean inputEnded;

    /**
     * One part.
     *
     * @param contentType as stated; empty if it states none
     * @param disposition as stated in Content-Disposition; empty if it states none
     * @param content good until the next part is asked for
     */
    public record Part(String contentType, String disposition, InputStream content) {}

    /** @throws BadMultipartException if the boundary cannot be one */
    public RelatedParts(InputStream in, String boundary) throws BadMultipartException {
        if (boundary.isEmpty() || boundary.length() > LONGEST_BOUNDARY) {
            throw new BadMultipartException(
                    "the boundary has %d characters; 1 to %d are taken".formatted(boundary.length(), LONGEST_BOUNDARY));
        }
        this.in = in;
        this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
        // The first delimiter may begin the body, without the line end that belongs to the others.
        buffer[to++] = '\r';
        buffer[to++] = '\n';
    }

    /** @return empty behind the last part */
    public Optional<Part> next() throws IOException {
        while (readable() > 0) {
            from = partEnd;
        }
        from += delimiter.length;
        atDelimiter = false;
        var first = readByte();
        var second = readByte();
        if (first == '-' && second == '-') {
            return Optional.empty();
        }
        while (first != '\r' || second != '\n') {
            if (first != ' ' && first != '\t') {
                throw new BadMultipartException("a boundary is followed by something else than the end of its line");
            }
            first = second;
            second = readByte();
        }
        return Optional.of(readHeaders());
    }

    private Part readHeaders() throws IOException {
        var contentType = "";
        var disposition = "";
        var left = MOST_HEADER_BYTES;
        while (true) {
            var line = new StringBuilder();
            for (var next = readByte(); next != '\n'; next = readByte()) {
                if (--left < 0) {
                    throw new BadMultipartException("the headers of a part are longer than 8 KiB");
                }
                line.append((char) next);
            }
            var text = line.toString().strip();
            if (text.isEmpty()) {
                return new Part(contentType, disposition, new Content());
            }
            var end = text.indexOf(':');
            switch (text.substring(0, Math.max(0, end)).toLowerCase(Locale.ROOT)) {
                case "content-type" -> contentType = text.substring(end + 1).strip();
                case "content-disposition" ->
                    disposition = text.substring(end + 1).strip();
                default -> {
                    // says nothing that is needed here
                }
            }
        }
    }

    private int readByte() throws IOException {
        if (from == to) {
            fill();
        }
        if (from == to) {
            throw new BadMultipartException("the body ends before its last boundary");
        }
        return buffer[from++] & 0xff;
    }

    private void fill() throws IOException {
        System.arraycopy(buffer, from, buffer, 0, to - from);
        to -= from;
        from = 0;
        partEnd = 0;
        var count = in.read(buffer, to, buffer.length - to);
        inputEnded |= count < 0;
        to += Math.max(0, count);
    }

    /** How many bytes of the part are in the buffer; 0 at the delimiter behind it. */
    private int readable() throws IOException {
        while (!atDelimiter && partEnd <= from) {
            var found = delimiterAt();
            atDelimiter = found == from;
            partEnd = found >= 0 ? found : Math.max(from, to - delimiter.length + 1);
            if (partEnd > from || atDelimiter) {
                break;
            }
            if (inputEnded) {
                throw new BadMultipartException("the body ends before its last boundary");
            }
            fill();
        }
        return partEnd - from;
    }

    private int delimiterAt() {
        for (var at = from; at + delimiter.length <= to; at++) {
            var same = 0;
            while (same < delimiter.length && buffer[at + same] == delimiter[same]) {
                same++;
            }
            if (same == delimiter.length) {
                return at;
            }
        }
        return -1;
    }

    private final class Content extends InputStream {
        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            var count = Math.min(length, readable());
            System.arraycopy(buffer, from, into, offset, count);
            from += count;
            return count == 0 ? -1 : count;
        }
    }
}
