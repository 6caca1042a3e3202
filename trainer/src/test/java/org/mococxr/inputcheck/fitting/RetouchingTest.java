package org.mococxr.inputcheck.fitting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mococxr.chance.Chance;
import org.mococxr.inputcheck.Thumbnail;

class RetouchingTest {
    private static final int SIDE = Thumbnail.SIDE;

    @Test
    void turnsClockwise() {
        float[] film = new float[SIDE * SIDE];
        film[3] = 1; // upper edge, near the left

        assertThat(brightest(Retouching.turned(film, 1))).isEqualTo(3 * SIDE + SIDE - 1); // right edge, near the top
        assertThat(brightest(Retouching.turned(film, 2))).isEqualTo((SIDE - 1) * SIDE + SIDE - 1 - 3);
        assertThat(brightest(Retouching.turned(film, 3))).isEqualTo((SIDE - 1 - 3) * SIDE);
        assertThat(Retouching.turned(film, 4)).isEqualTo(film);
    }

    @Test
    void invertsTwiceToTheSame() {
        float[] film = ramp();

        assertThat(Retouching.inverted(film)[0]).isEqualTo(1 - film[0]);
        assertThat(Retouching.inverted(Retouching.inverted(film))).containsExactly(film, within(1e-6f));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void nothingLeavesBlackToWhiteAndTheFilmItselfStaysAsItIs(long seed) {
        float[] film = ramp();

        assertInRange(Retouching.varied(film, chance(seed)));
        assertInRange(Retouching.part(film, chance(seed)));
        assertInRange(Retouching.windowed(film, chance(seed)));
        for (int picture = 0; picture < 50; picture++) {
            assertInRange(Drawing.any(Chance.of(seed, Chance.Purpose.INPUT_CHECK, picture)));
        }
        assertThat(film).isEqualTo(ramp());
    }

    @Test
    void aPartIsATrueCutOut() {
        float[] film = ramp(); // grows along each row: a part has less range

        float[] part = Retouching.part(film, chance(3));

        for (int row = 0; row < SIDE; row++) {
            for (int column = 1; column < SIDE; column++) {
                assertThat(part[row * SIDE + column] - part[row * SIDE + column - 1])
                        .isBetween(0f, 0.62f / (SIDE - 1));
            }
        }
    }

    @Test
    void theSameChanceGivesTheSamePicture() {
        assertThat(Retouching.varied(ramp(), chance(4))).isEqualTo(Retouching.varied(ramp(), chance(4)));
        assertThat(Retouching.varied(ramp(), chance(4))).isNotEqualTo(Retouching.varied(ramp(), chance(5)));
    }

    private static Chance chance(long seed) {
        return Chance.of(seed, Chance.Purpose.INPUT_CHECK);
    }

    private static float[] ramp() {
        float[] film = new float[SIDE * SIDE];
        for (int i = 0; i < film.length; i++) {
            film[i] = (float) (i % SIDE) / (SIDE - 1);
        }
        return film;
    }

    private static int brightest(float[] film) {
        int best = 0;
        for (int i = 0; i < film.length; i++) {
            best = film[i] > film[best] ? i : best;
        }
        return best;
    }

    private static void assertInRange(float[] picture) {
        for (float grey : picture) {
            assertThat(grey).isBetween(0f, 1f);
        }
    }
}
