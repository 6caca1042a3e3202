package org.mococxr.film;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilmPreparationTest {

    @ParameterizedTest
    @CsvSource({
        "300, 300, 64",
        "301, 257, 64",
        "97, 400, 64",
        "400, 97, 63",
        "64, 64, 64",
        "20, 31, 64",
        "1, 50, 32",
        "65, 64, 64"
    })
    void equalsAPlainLoopInDoublePrecision(int rows, int columns, int size) {
        var film = randomFilm(rows, columns, 7L * rows + columns);

        var prepared = new FilmPreparation(size).prepare(film);

        var expected = plainLoop(film, size);
        for (var y = 0; y < size; y++) {
            for (var x = 0; x < size; x++) {
                assertThat((double) prepared.value(y, x)).isCloseTo(expected[y][x], within(2e-6));
            }
        }
    }

    /** A model's results are traced to the bit: however the loops are arranged, the same sums are done in the same order. */
    @ParameterizedTest
    @CsvSource({
        "300, 300, 64",
        "301, 257, 64",
        "97, 400, 64",
        "400, 97, 63",
        "64, 64, 64",
        "20, 31, 64",
        "1, 50, 32",
        "50, 1, 32",
        "65, 64, 64",
        "703, 641, 192"
    })
    void equalsAPlainLoopInSinglePrecisionToTheBit(int rows, int columns, int size) {
        var film = randomFilm(rows, columns, 3L * rows + columns);

        var prepared = new FilmPreparation(size).prepare(film);

        assertThat(prepared.values()).isEqualTo(plainLoopOfFloats(film, size));
    }

    @ParameterizedTest
    @CsvSource({"300, 257, 64, 100", "97, 400, 64, 1000", "64, 64, 64, 32"})
    void showsWhatItPreparesWithoutChangingEither(int rows, int columns, int size, int longSide) {
        var film = randomFilm(rows, columns, 5);
        var preparation = new FilmPreparation(size);

        var both = preparation.prepareAndShow(film, longSide);

        assertThat(both.prepared().values()).isEqualTo(preparation.prepare(film).values());
        assertThat(both.prepared().placement())
                .isEqualTo(preparation.prepare(film).placement());
        assertThat(both.picture().bytes())
                .isEqualTo(DisplayPicture.of(film, longSide).bytes());
    }

    @Test
    void looksGreyUpBeforeItResizes() {
        // A steep table: averaging stored values first would give 0.5 everywhere instead of the mean of 0 and 1.
        var stored = new short[] {0, 100, 0, 100, 0, 100, 0, 100, 0, 100, 0, 100, 0, 100, 0, 100};
        var checks = new short[256];
        for (var i = 0; i < checks.length; i++) {
            checks[i] = stored[i % 2];
        }
        var lookup = new float[101];
        lookup[100] = 1;

        var prepared = new FilmPreparation(8).prepare(Radiograph.of(16, 16, checks, lookup, Rendering.of("test/1")));

        assertThat(prepared.value(4, 4)).isCloseTo(0.5f, within(1e-6f));
    }

    @Test
    void keepsTheAspectAndCentresOnBlack() {
        var white = new short[100 * 200];
        java.util.Arrays.fill(white, (short) 1);
        var film = Radiograph.of(100, 200, white, new float[] {0, 1}, Rendering.of("test/1"));

        var prepared = new FilmPreparation(64).prepare(film);

        assertThat(prepared.placement()).isEqualTo(new Placement(64, 100, 200, 16, 0, 32, 64));
        assertThat(prepared.value(15, 30)).isZero();
        assertThat(prepared.value(16, 0)).isEqualTo(1);
        assertThat(prepared.value(47, 63)).isEqualTo(1);
        assertThat(prepared.value(48, 30)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"3000, 2400, 224", "440, 440, 320", "128, 3000, 64"})
    void placementMapsThereAndBack(int rows, int columns, int size) {
        var placement = Placement.of(rows, columns, size);

        for (var row : new double[] {0, 1.5, rows / 3.0, rows}) {
            assertThat(placement.filmRow(placement.preparedRow(row))).isCloseTo(row, within(1e-9));
        }
        assertThat(placement.preparedColumn(0)).isEqualTo(placement.left());
        assertThat(placement.preparedColumn(columns)).isEqualTo(placement.left() + placement.contentColumns());
    }

    private static Radiograph randomFilm(int rows, int columns, long seed) {
        var random = new Random(seed);
        var stored = new short[rows * columns];
        for (var i = 0; i < stored.length; i++) {
            stored[i] = (short) random.nextInt(4096);
        }
        var lookup = new float[4096];
        for (var i = 0; i < lookup.length; i++) {
            lookup[i] = (float) Math.pow(i / 4095.0, 1.7);
        }
        return Radiograph.of(rows, columns, stored, lookup, Rendering.of("test/1"));
    }

    /** The definition, pixel by pixel: a normalised triangle of the width of the scale, columns then rows. */
    private static double[][] plainLoop(Radiograph film, int size) {
        var placement = Placement.of(film.rows(), film.columns(), size);
        var out = new double[size][size];
        var scaleY = (double) film.rows() / placement.contentRows();
        var scaleX = (double) film.columns() / placement.contentColumns();
        for (var y = 0; y < placement.contentRows(); y++) {
            for (var x = 0; x < placement.contentColumns(); x++) {
                double sum = 0;
                double weights = 0;
                for (var v = 0; v < film.rows(); v++) {
                    var wy = triangle(v, y, scaleY);
                    for (var u = 0; wy > 0 && u < film.columns(); u++) {
                        var weight = wy * triangle(u, x, scaleX);
                        sum += weight * film.grey(v, u);
                        weights += weight;
                    }
                }
                out[placement.top() + y][placement.left() + x] = sum / weights;
            }
        }
        return out;
    }

    /** Down first, then across, each from the first weight to the last; weights are normalised in double precision and then rounded. */
    private static float[] plainLoopOfFloats(Radiograph film, int size) {
        var placement = Placement.of(film.rows(), film.columns(), size);
        var out = new float[size * size];
        for (var y = 0; y < placement.contentRows(); y++) {
            var down = weights(film.rows(), placement.contentRows(), y);
            var summed = new float[film.columns()];
            for (var column = 0; column < film.columns(); column++) {
                for (var v = 0; v < film.rows(); v++) {
                    if (down[v] > 0) {
                        summed[column] += down[v] * film.grey(v, column);
                    }
                }
            }
            for (var x = 0; x < placement.contentColumns(); x++) {
                var across = weights(film.columns(), placement.contentColumns(), x);
                var sum = 0f;
                for (var u = 0; u < film.columns(); u++) {
                    if (across[u] > 0) {
                        sum += across[u] * summed[u];
                    }
                }
                out[(placement.top() + y) * size + placement.left() + x] = Math.min(1, sum);
            }
        }
        return out;
    }

    private static float[] weights(int in, int out, int output) {
        var triangles = new double[in];
        double sum = 0;
        for (var source = 0; source < in; source++) {
            triangles[source] = triangle(source, output, (double) in / out);
            sum += triangles[source];
        }
        var weights = new float[in];
        for (var source = 0; source < in; source++) {
            weights[source] = (float) (triangles[source] / sum);
        }
        return weights;
    }

    private static double triangle(int source, int output, double scale) {
        var distance = source + 0.5 - (output + 0.5) * scale;
        return Math.max(0, 1 - Math.abs(distance) / Math.max(1, scale));
    }
}
