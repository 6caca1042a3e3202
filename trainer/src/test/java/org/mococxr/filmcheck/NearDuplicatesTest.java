package org.mococxr.filmcheck;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NearDuplicatesTest {
    private static final int SIDE = Thumbnail.SIDE;

    /** A few smooth blobs: as different as chests are, not as different as noise. */
    private static float[] film(long seed) {
        var random = new Random(seed);
        var film = new float[SIDE * SIDE];
        for (var blob = 0; blob < 5; blob++) {
            var x = random.nextInt(SIDE);
            var y = random.nextInt(SIDE);
            var width = 3 + 6 * random.nextDouble();
            for (var i = 0; i < film.length; i++) {
                var distance = Math.hypot(i % SIDE - x, (double) (i / SIDE) - y) / width;
                film[i] += (float) (0.4 * Math.exp(-distance * distance));
            }
        }
        return film;
    }

    private static float[] changed(float[] film, double noise, boolean mirrored) {
        var random = new Random(9);
        var changed = new float[film.length];
        for (var i = 0; i < film.length; i++) {
            var from = mirrored ? i / SIDE * SIDE + SIDE - 1 - i % SIDE : i;
            changed[i] = (float) (0.1 + 0.7 * film[from] + noise * random.nextGaussian());
        }
        return changed;
    }

    @Test
    void findsTheSameFilmPaleNoisyOrMirroredAndNoOther() {
        var films = new ArrayList<Thumbnail>();
        for (var i = 0; i < 60; i++) {
            films.add(Thumbnail.of(film(i)));
        }
        films.add(Thumbnail.of(changed(film(7), 0.01, false)));
        films.add(Thumbnail.of(changed(film(20), 0.01, true)));

        var pairs = NearDuplicates.among(films);

        assertThat(pairs.stream().map(p -> p.first() + "-" + p.second() + (p.mirrored() ? " mirrored" : "")))
                .containsExactly("7-60", "20-61 mirrored");
    }

    /** The fingerprint only saves time: with and without it the same pairs are found. */
    @Test
    void theShortcutLosesNoPair() {
        var films = new ArrayList<Thumbnail>();
        for (var i = 0; i < 40; i++) {
            films.add(Thumbnail.of(film(i)));
            films.add(Thumbnail.of(changed(film(i), 0.005 * (i % 8), i % 2 == 0)));
        }
        var expected = new ArrayList<String>();
        for (var i = 0; i < films.size(); i++) {
            for (var j = i + 1; j < films.size(); j++) {
                var straight = correlation(films.get(i), films.get(j));
                var turned = correlation(films.get(i).mirrored(), films.get(j));
                if (Math.max(straight, turned) >= 0.97) {
                    expected.add(i + "-" + j);
                }
            }
        }

        var pairs = NearDuplicates.among(films);

        assertThat(expected).hasSizeGreaterThan(20);
        assertThat(pairs.stream().map(p -> p.first() + "-" + p.second())).containsExactlyElementsOf(expected);
    }

    private static double correlation(Thumbnail a, Thumbnail b) {
        var sum = 0.0;
        for (var i = 0; i < SIDE * SIDE; i++) {
            sum += (double) a.value(i) * b.value(i);
        }
        return sum;
    }
}
