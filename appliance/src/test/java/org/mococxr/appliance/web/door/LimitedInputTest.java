package org.mococxr.appliance.web.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.javalin.http.HttpResponseException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class LimitedInputTest {
    private final AtomicLong nanos = new AtomicLong();

    /** Of this many bytes, of which each piece that is read takes so long. */
    private LimitedInput body(int bytes, int pieceBytes, Duration each) {
        var content = new ByteArrayInputStream(new byte[bytes]);
        var slow = new InputStream() {
            @Override
            public int read() {
                throw new UnsupportedOperationException();
            }

            @Override
            public int read(byte[] into, int offset, int length) {
                nanos.addAndGet(each.toNanos());
                return content.read(into, offset, Math.min(length, pieceBytes));
            }
        };
        return new LimitedInput(slow, new BodyLimit(1 << 20), nanos::get);
    }

    @Test
    void aBodyOfTheLargestSizePassesAndOneByteMoreDoesNot() throws IOException {
        assertThat(body(1 << 20, 65536, Duration.ZERO).readAllBytes()).hasSize(1 << 20);

        var refused = catchThrowableOfType(
                HttpResponseException.class,
                () -> body((1 << 20) + 1, 65536, Duration.ZERO).readAllBytes());

        assertThat(refused.getStatus()).isEqualTo(413);
    }

    @Test
    void aBodyThatDripsIsCutAndOneThatIsOnlySlowIsNot() throws IOException {
        var dripping = catchThrowableOfType(
                HttpResponseException.class,
                () -> body(5000, 1, Duration.ofMillis(50)).readAllBytes());
        var afterTwentySeconds = nanos.get();
        var slow = body(160_000, 4096, Duration.ofSeconds(1)).readAllBytes();

        assertThat(dripping.getStatus()).isEqualTo(408);
        assertThat(dripping.getMessage()).contains("too slowly").contains("Nothing was stored");
        assertThat(Duration.ofNanos(afterTwentySeconds)).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(21));
        assertThat(slow).hasSize(160_000);
    }
}
