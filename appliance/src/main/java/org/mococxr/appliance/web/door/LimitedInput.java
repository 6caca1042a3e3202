package org.mococxr.appliance.web.door;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.mococxr.appliance.language.Sentence;

/**
 * A request's body that ends with status 413 where it is longer than is taken, whatever its headers said, and with 408 where it
 * drips: whoever sends slowly keeps others from sending.
 */
final class LimitedInput extends InputStream {
    /** On average from the beginning; a bad mobile connection is ten times faster. */
    static final int LEAST_BYTES_A_SECOND = 2 << 10;

    private static final long GRACE_NANOS = Duration.ofSeconds(20).toNanos();

    private final InputStream in;
    private final BodyLimit limit;
    private final LongSupplier nanoTime;
    private final long began;
    private long left;

    LimitedInput(InputStream in, BodyLimit limit) {
        this(in, limit, System::nanoTime);
    }

    LimitedInput(InputStream in, BodyLimit limit, LongSupplier nanoTime) {
        this.in = in;
        this.limit = limit;
        this.left = limit.mostBytes();
        this.nanoTime = nanoTime;
        this.began = nanoTime.getAsLong();
    }

    static SpokenResponse tooSlow() {
        return new SpokenResponse(408, Sentence.of("intake.slow", LEAST_BYTES_A_SECOND));
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        var count = in.read(into, offset, length);
        left -= Math.max(0, count);
        if (left < 0) {
            throw limit.tooLarge();
        }
        if (count > 0) {
            requirePace();
        }
        return count;
    }

    private void requirePace() {
        var nanos = nanoTime.getAsLong() - began;
        if (nanos > GRACE_NANOS && (limit.mostBytes() - left) * 1e9 / nanos < LEAST_BYTES_A_SECOND) {
            throw tooSlow();
        }
    }
}
