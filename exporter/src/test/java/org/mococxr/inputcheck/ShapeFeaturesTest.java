package org.mococxr.inputcheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mococxr.film.Placement;
import org.mococxr.film.PreparedFilm;

class ShapeFeaturesTest {
    private static final int SIDE = Thumbnail.SIDE;
    private static final int EDGES = 512;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void areWhatPlainLoopsWithAnglesSay(long seed) {
        float[] grey = random(seed);

        float[] features = ShapeFeatures.of(Thumbnail.of(grey.clone()));

        double[] expected = plain(grey);
        assertThat(features).hasSize(768);
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) features[i]).as("feature %d", i).isCloseTo(expected[i], within(1e-4));
        }
    }

    @Test
    void doNotDependOnExposureAndContrast() {
        float[] grey = random(4);
        float[] paler = new float[grey.length];
        for (int i = 0; i < grey.length; i++) {
            paler[i] = 0.3f + 0.5f * grey[i];
        }

        float[] features = ShapeFeatures.of(Thumbnail.of(grey));
        float[] ofPaler = ShapeFeatures.of(Thumbnail.of(paler));

        for (int i = 0; i < features.length; i++) {
            assertThat(ofPaler[i]).isCloseTo(features[i], within(0.2f));
        }
    }

    @Test
    void turnEveryEdgeRoundWhenTheFilmIsInverted() {
        float[] grey = random(5);
        float[] inverted = new float[grey.length];
        for (int i = 0; i < grey.length; i++) {
            inverted[i] = 1 - grey[i];
        }

        float[] features = ShapeFeatures.of(Thumbnail.of(grey));
        float[] ofInverted = ShapeFeatures.of(Thumbnail.of(inverted));

        for (int cell = 0; cell < 64; cell++) {
            for (int direction = 0; direction < 8; direction++) {
                assertThat(ofInverted[cell * 8 + (direction + 4) % 8])
                        .isCloseTo(features[cell * 8 + direction], within(1e-4f));
            }
        }
    }

    @Test
    void ofAFlatPictureAreFiniteAndSilent() {
        float[] flat = new float[SIDE * SIDE];
        java.util.Arrays.fill(flat, 0.7f);

        assertThat(ShapeFeatures.of(Thumbnail.of(flat))).containsOnly(0f);
    }

    @ParameterizedTest
    @ValueSource(ints = {64, 96, 160, 224})
    void aThumbnailIsTheMeanOfWhatEachPixelCoversWithoutThePadding(int size) {
        Placement placement = Placement.of(300, 200, size);
        float[] values = new float[size * size];
        var random = new Random(size);
        for (int row = 0; row < placement.contentRows(); row++) {
            for (int column = 0; column < placement.contentColumns(); column++) {
                values[(placement.top() + row) * size + placement.left() + column] = random.nextFloat();
            }
        }

        Thumbnail thumbnail = Thumbnail.of(PreparedFilm.of(values, placement));

        // Sixty-four samples a side of every pixel, counted one by one.
        int samples = 64;
        for (int at : new int[] {0, 17, 63 * 64, 40 * 64 + 31, 64 * 64 - 1}) {
            double sum = 0;
            for (int sample = 0; sample < samples * samples; sample++) {
                double y = (at / 64 + (sample / samples + 0.5) / samples) * placement.contentRows() / SIDE;
                double x = (at % 64 + (sample % samples + 0.5) / samples) * placement.contentColumns() / SIDE;
                sum += values[(placement.top() + (int) y) * size + placement.left() + (int) x];
            }
            assertThat((double) thumbnail.value(at / 64, at % 64)).isCloseTo(sum / (samples * samples), within(0.02));
        }
    }

    private static float[] random(long seed) {
        var random = new Random(seed);
        float[] grey = new float[SIDE * SIDE];
        for (int i = 0; i < grey.length; i++) {
            grey[i] = (float) (0.5 + 0.4 * Math.sin(i * 0.003 * seed) * random.nextDouble());
        }
        return grey;
    }

    /** By angles: a gradient between two directions 45 degrees apart is a sum of both (law of sines). */
    private static double[] plain(float[] grey) {
        double mean = 0;
        for (float value : grey) {
            mean += value / (double) grey.length;
        }
        double variance = 0;
        for (float value : grey) {
            variance += (value - mean) * (value - mean) / grey.length;
        }
        double[] a = new double[grey.length];
        for (int i = 0; i < a.length; i++) {
            a[i] = (grey[i] - mean) / (Math.sqrt(variance) + 0.02);
        }
        double[][][] edges = new double[8][8][8];
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                double dx = x == 0 || x == SIDE - 1 ? 0 : a[y * SIDE + x + 1] - a[y * SIDE + x - 1];
                double dy = y == 0 || y == SIDE - 1 ? 0 : a[(y + 1) * SIDE + x] - a[(y - 1) * SIDE + x];
                double length = Math.hypot(dx, dy);
                double turns = (Math.atan2(dy, dx) / (2 * Math.PI) + 1) % 1 * 8;
                int below = (int) turns % 8;
                double beyond = (turns - Math.floor(turns)) * Math.PI / 4;
                double sine = Math.sin(Math.PI / 4);
                edges[y / 8][x / 8][below] += length * Math.sin(Math.PI / 4 - beyond) / sine;
                edges[y / 8][x / 8][(below + 1) % 8] += length * Math.sin(beyond) / sine;
            }
        }
        double[][] strength = new double[8][8];
        double whole = 0;
        for (int y = 0; y < 8; y++) {
            for (int x = 0; x < 8; x++) {
                for (double edge : edges[y][x]) {
                    strength[y][x] += edge * edge;
                }
                strength[y][x] = Math.sqrt(strength[y][x]);
                whole += strength[y][x] / 64;
            }
        }
        double[] features = new double[EDGES + 256];
        for (int y = 0; y < 8; y++) {
            for (int x = 0; x < 8; x++) {
                double near = 0;
                for (int dy = -1; dy <= 1; dy++) {
                    for (int dx = -1; dx <= 1; dx++) {
                        near += strength[Math.min(7, Math.max(0, y + dy))][Math.min(7, Math.max(0, x + dx))] / 9;
                    }
                }
                for (int d = 0; d < 8; d++) {
                    features[(y * 8 + x) * 8 + d] = Math.min(1.5, edges[y][x][d] / (near + 0.3 * whole + 1e-3));
                }
            }
        }
        for (int i = 0; i < a.length; i++) {
            features[EDGES + i / SIDE / 4 * 16 + i % SIDE / 4] += 0.5 * a[i] / 16;
        }
        return features;
    }
}
