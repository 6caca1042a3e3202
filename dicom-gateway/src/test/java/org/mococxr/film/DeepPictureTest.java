package org.mococxr.film;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

final class DeepPictureTest {
    @Test
    void aSmallFilmKeepsEveryGreyInSixteenBits() throws IOException {
        var stored = new short[] {0, 1, 2, 3, 4, 5};
        var lookup = new float[] {0, 0.1f, 0.25f, 0.5f, 0.99999f, 1};

        var picture = DeepPicture.of(Radiograph.of(2, 3, stored, lookup, Rendering.of("test/1")), 2048);

        var out = new ByteArrayOutputStream();
        picture.writeTo(out);
        var grey = ByteBuffer.wrap(out.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(picture.rows()).isEqualTo(2);
        assertThat(picture.columns()).isEqualTo(3);
        for (var value : lookup) {
            assertThat(grey.getShort() & 0xffff).isEqualTo(Math.round(value * 65535));
        }
        assertThat(grey.hasRemaining()).isFalse();
    }

    @Test
    void aLargeFilmIsReducedToTheLongestSideWithItsShape() {
        var picture = DeepPicture.of(
                Radiograph.of(400, 200, new short[80_000], new float[] {0.5f}, Rendering.of("test/1")), 100);

        assertThat(picture.rows()).isEqualTo(100);
        assertThat(picture.columns()).isEqualTo(50);
    }
}
