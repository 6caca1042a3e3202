package org.mococxr.localisation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mococxr.film.Placement;
import org.mococxr.filmlist.FilmListRefusedException;

class LocalisationTest {
    private static final int SIDE = 4;
    private static final Placement SQUARE = Placement.of(256, 256, 128);
    private static final LesionBox UPPER_LEFT_CELL = new LesionBox(0, 0, 0.25, 0.25);

    @TempDir
    private Path folder = Path.of("");

    @Test
    void heatInABoxAloneLiesWhollyInIt() {
        var film = film(SQUARE, hot(0), UPPER_LEFT_CELL);

        assertThat(film.heatInBoxes()).isEqualTo(1);
        assertThat(film.hottestTouchesABox()).isTrue();
        assertThat(film.areaInBoxes()).isEqualTo(1.0 / 16);
        assertThat(film.cellsTouchingABox()).isEqualTo(1.0 / 16);
    }

    @Test
    void heatElsewhereDoesNotCount() {
        var film = film(SQUARE, hot(15), UPPER_LEFT_CELL);

        assertThat(film.heatInBoxes()).isZero();
        assertThat(film.hottestTouchesABox()).isFalse();
    }

    @Test
    void whatSpeaksAgainstTheFindingIsNoHeat() {
        var cells = new float[SIDE * SIDE];
        cells[0] = -100;
        cells[1] = 1;

        assertThat(film(SQUARE, cells, UPPER_LEFT_CELL).heatInBoxes()).isZero();
        assertThat(film(
                                SQUARE,
                                new float[] {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1},
                                UPPER_LEFT_CELL)
                        .hasHeat())
                .isFalse();
    }

    /** Against a plain count over film pixels, for films of any shape, overlapping boxes and maps of any heat. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void agreesWithACountOverPixels(long seed) {
        var random = new Random(seed);
        var placement = Placement.of(100 + random.nextInt(400), 100 + random.nextInt(400), 128);
        var cells = new float[SIDE * SIDE];
        for (var cell = 0; cell < cells.length; cell++) {
            cells[cell] = (float) random.nextGaussian();
        }
        var boxes = new ArrayList<LesionBox>();
        for (var i = 0; i < 3; i++) {
            var left = 0.8 * random.nextDouble();
            var top = 0.8 * random.nextDouble();
            boxes.add(new LesionBox(left, top, left + 0.2 * random.nextDouble(), top + 0.2 * random.nextDouble()));
        }

        var film = film(placement, cells, boxes.toArray(LesionBox[]::new));

        var inside = 0.0;
        var all = 0.0;
        var pixelsInside = 0;
        var pixels = 0;
        for (var row = 0; row < 128; row++) {
            for (var column = 0; column < 128; column++) {
                var y = (row + 0.5 - placement.top()) / placement.contentRows();
                var x = (column + 0.5 - placement.left()) / placement.contentColumns();
                if (y < 0 || y >= 1 || x < 0 || x >= 1) {
                    continue;
                }
                var heat = Math.max(0, cells[row / 32 * SIDE + column / 32]);
                var isIn = false;
                for (var box : boxes) {
                    isIn |= x >= box.left() && x < box.right() && y >= box.top() && y < box.bottom();
                }
                all += heat;
                pixels++;
                inside += isIn ? heat : 0;
                pixelsInside += isIn ? 1 : 0;
            }
        }
        assertThat(film.heatInBoxes()).isEqualTo(inside / all, within(1e-9));
        assertThat(film.areaInBoxes()).isEqualTo((double) pixelsInside / pixels, within(1e-9));
    }

    /** The trap this exists for: always the same place, where lesions happen to be frequent. */
    @Test
    void aModelThatPointsAtOnePlaceInEveryFilmGainsNothingOverTheMeanMap() {
        var films = new ArrayList<BoxedFilm>();
        for (var i = 0; i < 40; i++) {
            films.add(film(SQUARE, hot(0), i % 4 == 0 ? new LesionBox(0.75, 0.75, 1, 1) : UPPER_LEFT_CELL));
        }

        var figures = Localisation.of(films, 1);

        assertThat(figures.heatInBoxes().orElseThrow().value()).isEqualTo(0.75, within(1e-12));
        assertThat(figures.areaInBoxes().orElseThrow().value()).isEqualTo(1.0 / 16, within(1e-12));
        assertThat(figures.gainOverMeanMap().orElseThrow().value()).isEqualTo(0, within(1e-12));
        assertThat(figures.hottestInBox()).isEqualTo(figures.meanMapHottestInBox());
    }

    @Test
    void aModelThatFollowsTheLesionGains() {
        var films = new ArrayList<BoxedFilm>();
        for (var i = 0; i < 32; i++) {
            var cell = i % 16;
            films.add(film(
                    SQUARE,
                    hot(cell),
                    new LesionBox(cell % 4 / 4.0, cell / 4 / 4.0, (cell % 4 + 1) / 4.0, (cell / 4 + 1) / 4.0)));
        }
        films.add(film(SQUARE, new float[SIDE * SIDE], UPPER_LEFT_CELL));

        var figures = Localisation.of(films, 1);

        assertThat(figures.films()).isEqualTo(32);
        assertThat(figures.coldFilms()).isEqualTo(1);
        assertThat(figures.hottestInBox().orElseThrow().value()).isEqualTo(1);
        assertThat(figures.anyCellInBox().orElseThrow().value()).isEqualTo(1.0 / 16, within(1e-12));
        assertThat(figures.gainOverMeanMap().orElseThrow().lower()).isGreaterThan(0.9);
        assertThat(figures.inWords()).first().asString().startsWith("32 films with boxes; in 1 more");
    }

    @Test
    void noFilmIsNoFigure() {
        var figures = Localisation.of(List.of(), 1);

        assertThat(figures.heatInBoxes()).isEmpty();
        assertThat(figures.inWords()).anyMatch(line -> line.endsWith(" -"));
    }

    @Test
    void readsSeveralBoxesOfAFilmAndLeavesOtherColumnsAlone() throws IOException {
        var csv = Files.writeString(
                folder.resolve("boxes.csv"),
                "file,kind,x0,y0,x1,y1\na.png,Active,0.1,0.2,0.3,0.4\na.png,Old,0,0,1,1\n");

        var boxes = LesionBoxes.read(csv);

        assertThat(boxes.of("a.png")).containsExactly(new LesionBox(0.1, 0.2, 0.3, 0.4), new LesionBox(0, 0, 1, 1));
        assertThat(boxes.of("b.png")).isEmpty();
    }

    @Test
    void refusesBoxesInPixelsAndWithoutTheColumnsInWords() throws IOException {
        var pixels = Files.writeString(folder.resolve("pixels.csv"), "file,x0,y0,x1,y1\na.png,10,20,30,40\n");
        var words = Files.writeString(folder.resolve("words.csv"), "file,x0,y0,x1,y1\na.png,left,0,1,1\n");
        var columns = Files.writeString(folder.resolve("columns.csv"), "file,left,top\n");

        assertThatThrownBy(() -> LesionBoxes.read(pixels))
                .isInstanceOf(FilmListRefusedException.class)
                .hasMessageContainingAll("pixels.csv, line 2", "0 <= x0 < x1 <= 1", "x0=10.0");
        assertThatThrownBy(() -> LesionBoxes.read(words))
                .hasMessageContaining("x0 is \"left\", expected a number from 0 to 1");
        assertThatThrownBy(() -> LesionBoxes.read(columns))
                .hasMessageContainingAll("expected the columns [file, x0, y0, x1, y1]", "found [file, left, top]");
    }

    private static BoxedFilm film(Placement placement, float[] cells, LesionBox... boxes) {
        return BoxedFilm.of("film", "patient", 0.5, SIDE, cells, placement, List.of(boxes));
    }

    private static float[] hot(int cell) {
        var cells = new float[SIDE * SIDE];
        cells[cell] = 2;
        return cells;
    }
}
