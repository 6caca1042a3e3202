package org.mococxr.appliance.web.uploads;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.mococxr.appliance.language.Sentence;
import org.mococxr.appliance.web.door.SpokenResponse;

/**
 * A request's body that ends with status 413 where it is longer than is taken, whatever its headers said, and with 408 where it
 * drips: whoever sends slowly keeps others from sending.
 */
final class LimitedInput extends InputStream {
    private static final long GRACE_NANOS = Duration.ofSeconds(20).toNanos();
    /** On average from the beginning; a bad mobile connection is ten times faster. */
    private static final int LEAST_BYTES_A_SECOND = 2 << 10;

    private final InputStream in;
    private final long mostBytes;
    private final LongSupplier nanoTime;
    private final long began;
    private long left;

    LimitedInput(InputStream in, long mostBytes) {
        this(in, mostBytes, System::nanoTime);
    }

    LimitedInput(InputStream in, long mostBytes, LongSupplier nanoTime) {
        this.in = in;
        this.mostBytes = mostBytes;
        this.left = mostBytes;
        this.nanoTime = nanoTime;
        this.began = nanoTime.getAsLong();
    }

    static SpokenResponse tooLarge(long mostBytes) {
        return new SpokenResponse(413, Sentence.of("intake.too_large", mostBytes >> 20));
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
            throw tooLarge(mostBytes);
        }
        if (count > 0) {
            requirePace();
        }
        return count;
    }

    private void requirePace() {
        var nanos = nanoTime.getAsLong() - began;
        if (nanos > GRACE_NANOS && (mostBytes - left) * 1e9 / nanos < LEAST_BYTES_A_SECOND) {
            throw new SpokenResponse(408, Sentence.of("intake.slow", LEAST_BYTES_A_SECOND));
        }
    }
}
