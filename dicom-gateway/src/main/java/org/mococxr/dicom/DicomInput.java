package org.mococxr.dicom;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.mococxr.dicom.DicomUnreadableException.Reason;
import org.mococxr.observation.ObservationKind;

/** Bytes of a data set with look-ahead, a byte order and a ceiling. Never allocates much more than has already arrived. */
final class DicomInput {
    private static final int BUFFER_BYTES = 8192;
    private static final int FIRST_PIECE_BYTES = 1 << 16;

    private final InputStream in;
    private long maxBytes;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int from;
    private int to;
    private long position;
    private boolean bigEndian;

    DicomInput(InputStream in, long maxBytes) {
        this.in = in;
        this.maxBytes = maxBytes;
    }

    void setBigEndian(boolean bigEndian) {
        this.bigEndian = bigEndian;
    }

    /** Another ceiling, from where reading stands. */
    void allow(long bytes) {
        maxBytes = bytes;
    }

    /** Bytes consumed so far. */
    long position() {
        return position;
    }

    /** Up to {@code count} next bytes without consuming them; fewer only at the end. */
    byte[] peek(int count) throws IOException {
        if (to - from < count) {
            System.arraycopy(buffer, from, buffer, 0, to - from);
            to -= from;
            from = 0;
            while (to < count) {
                var read = in.read(buffer, to, buffer.length - to);
                if (read < 0) {
                    break;
                }
                to += read;
            }
        }
        return Arrays.copyOfRange(buffer, from, from + Math.min(count, to - from));
    }

    int readUnsignedByte() throws IOException {
        if (from == to && peek(1).length == 0) {
            throw new EOFException();
        }
        advance(1);
        return buffer[from++] & 0xff;
    }

    int readUnsignedShort() throws IOException {
        var first = readUnsignedByte();
        var second = readUnsignedByte();
        return bigEndian ? first << 8 | second : second << 8 | first;
    }

    /** A 32-bit value whose bits are unsigned. */
    int readInt() throws IOException {
        var first = readUnsignedShort();
        var second = readUnsignedShort();
        return bigEndian ? first << 16 | second : second << 16 | first;
    }

    int readTag() throws IOException {
        return readUnsignedShort() << 16 | readUnsignedShort();
    }

    void skip(long count) throws IOException {
        for (var left = count; left > 0; ) {
            if (from == to && peek(1).length == 0) {
                throw new EOFException();
            }
            var step = (int) Math.min(left, to - from);
            advance(step);
            from += step;
            left -= step;
        }
    }

    /** Exactly {@code count} bytes; memory grows with what arrives, not with what was declared. */
    byte[] readBytes(long count) throws IOException {
        if (count > maxBytes - position) {
            throw new DicomUnreadableException(
                    Reason.TOO_LARGE, ObservationKind.ELEMENT_TOO_LONG.of(count, position, maxBytes));
        }
        var total = (int) count;
        var bytes = new byte[Math.min(total, Math.max(FIRST_PIECE_BYTES, arrived()))];
        var filled = 0;
        while (filled < total) {
            if (filled == bytes.length) {
                bytes = Arrays.copyOf(bytes, (int) Math.min(total, bytes.length * 2L));
            }
            var read = readSome(bytes, filled, bytes.length - filled);
            if (read < 0) {
                throw new EOFException();
            }
            filled += read;
        }
        return bytes;
    }

    /** What can be read without waiting; of a file, all that is left of it. */
    int arrived() throws IOException {
        return (int) Math.min(Integer.MAX_VALUE, (long) (to - from) + in.available());
    }

    private int readSome(byte[] into, int at, int most) throws IOException {
        if (from < to) {
            var step = Math.min(most, to - from);
            System.arraycopy(buffer, from, into, at, step);
            from += step;
            advance(step);
            return step;
        }
        var read = in.read(into, at, most);
        if (read > 0) {
            advance(read);
        }
        return read;
    }

    private void advance(int count) {
        position += count;
        if (position > maxBytes) {
            throw new DicomUnreadableException(Reason.TOO_LARGE, ObservationKind.OBJECT_TOO_LONG.of(maxBytes));
        }
    }

    /** The next {@code count} bytes as a stream; it ends early only where the input does. */
    InputStream next(long count) {
        return new InputStream() {
            private long left = count;

            @Override
            public int read() throws IOException {
                var one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] into, int offset, int most) throws IOException {
                if (left == 0) {
                    return -1;
                }
                var read = readSome(into, offset, (int) Math.min(most, left));
                left -= Math.max(0, read);
                return read;
            }
        };
    }

    /** The rest of the stream, what was looked ahead included, as a stream. */
    InputStream rest() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                return from < to ? buffer[from++] & 0xff : in.read();
            }

            @Override
            public int available() throws IOException {
                return arrived();
            }

            @Override
            public int read(byte[] into, int offset, int count) throws IOException {
                if (from == to) {
                    return in.read(into, offset, count);
                }
                var step = Math.min(count, to - from);
                System.arraycopy(buffer, from, into, offset, step);
                from += step;
                return step;
            }
        };
    }
}
