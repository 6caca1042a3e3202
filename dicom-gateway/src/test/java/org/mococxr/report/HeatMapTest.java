package org.mococxr.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeatMapTest {
    @ParameterizedTest
    @CsvSource({"1, 6, 6, 40, 30", "2, 1, 1, 5, 5", "3, 7, 3, 11, 64", "4, 10, 10, 3, 4"})
    void interpolatesBetweenCellCentresAsAPlainLoopDoes(long seed, int rows, int columns, int tall, int wide) {
        var random = new Random(seed);
        var cells = new float[rows][columns];
        for (var row : cells) {
            for (int column = 0; column < columns; column++) {
                row[column] = random.nextFloat();
            }
        }
        cells[0][0] = 1; // the strongest, so that nothing is scaled
        var down = random.doubles(tall).toArray();
        var across = random.doubles(wide).toArray();

        var sampled = HeatMap.of(Concepts.PLEURAL_EFFUSION, cells).sampled(down, across);

        for (int i = 0; i < tall; i++) {
            for (int k = 0; k < wide; k++) {
                assertThat(sampled[i][k]).isCloseTo((float) plain(cells, down[i], across[k]), within(1e-5f));
            }
        }
    }

    /** Every cell counts by how near its centre is, down and across; beyond the outer centres as at them. */
    private static double plain(float[][] cells, double down, double across) {
        double y = Math.max(0.5, Math.min(cells.length - 0.5, down * cells.length));
        double x = Math.max(0.5, Math.min(cells[0].length - 0.5, across * cells[0].length));
        double sum = 0;
        for (int row = 0; row < cells.length; row++) {
            for (int column = 0; column < cells[0].length; column++) {
                double near = Math.max(0, 1 - Math.abs(row + 0.5 - y)) * Math.max(0, 1 - Math.abs(column + 0.5 - x));
                sum += near * cells[row][column];
            }
        }
        return sum;
    }
}
