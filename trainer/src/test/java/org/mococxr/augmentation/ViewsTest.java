package org.mococxr.augmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mococxr.chance.Chance;
import org.mococxr.film.FilmReader;
import org.mococxr.filmlist.FilmFolder;
import org.mococxr.filmlist.FilmListReader;
import org.mococxr.filmlist.PreparedFilms;

class ViewsTest {
    private static final int SIDE = 32;

    @TempDir
    private Path folder = Path.of("");

    private static byte[] noise() {
        var film = new byte[SIDE * SIDE];
        new Random(1).nextBytes(film);
        return film;
    }

    private static byte[] paint(ViewRecipe recipe, byte[] film, int viewPixels, long place) {
        var out = ByteBuffer.allocate(viewPixels * viewPixels);
        new ViewPainter(recipe, SIDE, viewPixels).paint(film, Chance.of(1, Chance.Purpose.VIEW, place), out, 0);
        return out.array();
    }

    @Test
    void plainViewOfTheSameSizeIsTheFilm() {
        assertThat(paint(ViewRecipe.PLAIN, noise(), SIDE, 1)).containsExactly(noise());
    }

    @Test
    void plainViewOfHalfTheSizeAveragesFourPixels() {
        var film = noise();
        var view = paint(ViewRecipe.PLAIN, film, SIDE / 2, 1);

        for (var y = 0; y < SIDE / 2; y++) {
            for (var x = 0; x < SIDE / 2; x++) {
                var sum = (film[2 * y * SIDE + 2 * x] & 0xff)
                        + (film[2 * y * SIDE + 2 * x + 1] & 0xff)
                        + (film[(2 * y + 1) * SIDE + 2 * x] & 0xff)
                        + (film[(2 * y + 1) * SIDE + 2 * x + 1] & 0xff);
                assertThat(Math.abs((view[y * SIDE / 2 + x] & 0xff) - sum / 4.0))
                        .isLessThan(0.51);
            }
        }
    }

    @Test
    void mirroredViewIsTheFilmFromRightToLeft() {
        var film = noise();
        var view = paint(ViewRecipe.PLAIN.withFlip(1), film, SIDE, 1);

        for (var y = 0; y < SIDE; y++) {
            for (var x = 0; x < SIDE; x++) {
                assertThat(view[y * SIDE + x]).isEqualTo(film[y * SIDE + SIDE - 1 - x]);
            }
        }
    }

    @Test
    void strongViewsAreNotMirroredUnlessAskedFor() {
        assertThat(ViewRecipe.CXR_STRONG.flipProbability()).isZero();
        assertThat(ViewRecipe.PAPER.flipProbability()).isEqualTo(0.5);
    }

    @Test
    void viewsDependOnTheirPlaceAlone() {
        var first = paint(ViewRecipe.CXR_STRONG, noise(), 24, 1);

        assertThat(paint(ViewRecipe.CXR_STRONG, noise(), 24, 1)).containsExactly(first);
        assertThat(paint(ViewRecipe.CXR_STRONG, noise(), 24, 2)).isNotEqualTo(first);
    }

    private static ViewRecipe onlyShift(double tone, double collimation, double erasing) {
        return onlyShift(new ViewRecipe.Shift(tone, collimation, erasing, 0));
    }

    private static ViewRecipe onlyShift(ViewRecipe.Shift shift) {
        return new ViewRecipe("shift", 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, shift);
    }

    @Test
    void coarseningTakesDetailAndNothingElse() {
        var coarsened = onlyShift(new ViewRecipe.Shift(0, 0, 0, 1));
        var even = new byte[SIDE * SIDE];
        Arrays.fill(even, (byte) 90);
        for (var place = 0; place < 20; place++) {
            var view = paint(coarsened, noise(), SIDE, place);

            assertThat(paint(coarsened, even, SIDE, place)).containsOnly((byte) 90);
            assertThat(steps(view)).isLessThan(0.9 * steps(noise()));
            assertThat(meanGrey(view)).isCloseTo(meanGrey(noise()), within(8.0));
        }
    }

    private static double meanGrey(byte[] view) {
        return IntStream.range(0, view.length)
                .map(i -> view[i] & 0xff)
                .average()
                .orElseThrow();
    }

    /** Mean square difference of neighbours in a row. */
    private static double steps(byte[] view) {
        return IntStream.range(0, view.length)
                .filter(i -> i % SIDE > 0)
                .mapToDouble(i -> Math.pow((view[i] & 0xff) - (view[i - 1] & 0xff), 2))
                .average()
                .orElseThrow();
    }

    @Test
    void anotherToneCurveKeepsBlackWhiteAndTheOrderOfGreys() {
        var ramp = new byte[SIDE * SIDE];
        for (var i = 0; i < ramp.length; i++) {
            ramp[i] = (byte) Math.round(255.0 * i / (ramp.length - 1));
        }
        for (var place = 0; place < 20; place++) {
            var view = paint(onlyShift(1, 0, 0), ramp, SIDE, place);

            assertThat(view[0]).isZero();
            assertThat(view[ramp.length - 1] & 0xff).isEqualTo(255);
            for (var i = 1; i < view.length; i++) {
                assertThat(view[i] & 0xff).isGreaterThanOrEqualTo(view[i - 1] & 0xff);
            }
            assertThat(view).isNotEqualTo(ramp);
        }
    }

    @Test
    void collimationTakesTheBorderOnly() {
        var white = new byte[SIDE * SIDE];
        Arrays.fill(white, (byte) 255);
        var bordered = 0;
        for (var place = 0; place < 20; place++) {
            var view = paint(onlyShift(0, 1, 0), white, SIDE, place);

            for (var row = SIDE / 8; row < SIDE - SIDE / 8; row++) {
                for (var column = SIDE / 8; column < SIDE - SIDE / 8; column++) {
                    assertThat(view[row * SIDE + column] & 0xff).isEqualTo(255);
                }
            }
            bordered += view[0] == 0 ? 1 : 0;
        }
        assertThat(bordered).isGreaterThan(10);
    }

    @Test
    void erasingTakesAtMostASixteenth() {
        for (var place = 0; place < 20; place++) {
            var view = paint(onlyShift(0, 0, 1), noise(), SIDE, place);
            var changed = 0;
            for (var i = 0; i < view.length; i++) {
                changed += view[i] == noise()[i] ? 0 : 1;
            }

            assertThat(changed).isBetween(1, SIDE * SIDE / 16);
        }
    }

    @Test
    void blackFilmsStayBlackUnderTurnsAndCrops() {
        var recipe = new ViewRecipe(
                "turns", 0.5, 30, 0.5, 1, 0.4, 0.4, 0.4, 1, 0.02, 0, 0, new ViewRecipe.Shift(1, 1, 0, 1));

        for (var place = 0; place < 20; place++) {
            assertThat(paint(recipe, new byte[SIDE * SIDE], SIDE, place)).containsOnly((byte) 0);
        }
    }

    @Test
    void turningBringsBlackIntoTheCorners() {
        var white = new byte[SIDE * SIDE];
        Arrays.fill(white, (byte) 255);
        var turned = paint(
                new ViewRecipe("turn", 0, 45, 1, 0, 0, 0, 0, 0, 0, 0, 0, ViewRecipe.PLAIN.shift()), white, SIDE, 3);

        assertThat(turned[0]).isZero();
        assertThat(turned[SIDE / 2 * SIDE + SIDE / 2]).isEqualTo((byte) 255);
    }

    @Test
    void batchesAreTheSameForAnyNumberOfThreads() {
        assertThat(batches(1)).isEqualTo(batches(3));
    }

    private List<Integer> batches(int threads) {
        var list = FilmFolder.standard(folder, 10, 2).write("films.csv");
        var listed = FilmListReader.read(List.of(list), List.of()).get(0).films();
        var kitchen = new PreparedFilms.Kitchen(file -> FilmReader.read(file).radiograph(), folder.resolve("cache"), 1);
        var films = PreparedFilms.open(listed, SIDE, PreparedFilms.Depth.GREY8, kitchen, done -> {});
        var batches = new ArrayList<Integer>();
        var settings = new ViewLoader.Settings(ViewRecipe.CXR_STRONG, 24, 2, 5, threads);
        try (var loader =
                new ViewLoader(films, settings, 4, step -> new ViewLoader.Plan(step / 2, plan(step)), 3, 12)) {
            for (var step = 3; step < 12; step++) {
                try (var batch = loader.next()) {
                    assertThat(batch.films()).containsExactly(plan(step));
                    for (var view = 0; view < 2; view++) {
                        var bytes = new byte[4 * 24 * 24];
                        batch.view(view).get(bytes);
                        batches.add(Arrays.hashCode(bytes));
                    }
                }
            }
        }
        return batches;
    }

    private static int[] plan(long step) {
        return Chance.of(9, Chance.Purpose.FILM_ORDER, step).permutation(4);
    }

    @Test
    void theTwoViewsOfAFilmDiffer() {
        var batches = batches(1);

        assertThat(batches.get(0)).isNotEqualTo(batches.get(1));
    }

    @Test
    void unknownPresetsAreRefusedByName() {
        assertThatThrownBy(() -> ViewRecipe.preset("strong"))
                .hasMessageContaining(
                        "unknown augmentation strong; known: [plain, paper, cxr-light, cxr-strong, cxr-shift]");
    }
}
