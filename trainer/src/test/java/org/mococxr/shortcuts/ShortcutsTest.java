package org.mococxr.shortcuts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mococxr.evaluation.Estimate;
import org.mococxr.film.Placement;
import org.mococxr.film.PreparedFilm;
import org.mococxr.filmlist.FilmFolder;
import org.mococxr.filmlist.FilmListReader;
import org.mococxr.filmlist.FilmListRefusedException;
import org.mococxr.filmlist.ListedFilm;

class ShortcutsTest {
    private static final int SIDE = 48;

    /** Higher than wide: black columns left and right. */
    private static final Placement PORTRAIT = Placement.of(400, 300, SIDE);

    @TempDir
    private Path folder = Path.of("");

    private static PreparedFilm film(long seed) {
        var random = new Random(seed);
        var grey = new float[SIDE * SIDE];
        for (var row = PORTRAIT.top(); row < PORTRAIT.top() + PORTRAIT.contentRows(); row++) {
            for (var column = PORTRAIT.left(); column < PORTRAIT.left() + PORTRAIT.contentColumns(); column++) {
                grey[row * SIDE + column] = 0.1f + 0.8f * random.nextFloat();
            }
        }
        return PreparedFilm.of(grey, PORTRAIT);
    }

    @ParameterizedTest
    @EnumSource(Alteration.class)
    void theFilmItselfIsLeftAloneAndPaddingStaysBlack(Alteration alteration) {
        var film = film(1);
        var before = film.values();

        var altered = alteration.of(film);

        assertThat(film.values()).isEqualTo(before);
        if (alteration == Alteration.NOTHING) {
            assertThat(altered.values()).isEqualTo(before);
        } else {
            assertThat(altered.values()).isNotEqualTo(before);
        }
        for (var row = 0; row < SIDE && alteration != Alteration.DETAIL; row++) {
            assertThat(altered.value(row, PORTRAIT.left() - 1)).isZero();
        }
    }

    /** Content is 48 rows of 36 columns: an eighth is 6 rows and 4.5 columns, so that columns 0 to 3 and half of 4 are border. */
    @Test
    void theBorderIsAnEighthOfEachSide() {
        var altered = Alteration.BORDER.of(film(2));

        assertThat(lit(altered)).isEqualTo((48 - 12) * (36 - 8));
        assertThat(altered.value(5, 24)).isZero();
        assertThat(altered.value(6, 24)).isPositive();
        assertThat(altered.value(24, 6 + 3)).isZero();
        assertThat(altered.value(24, 6 + 4)).isPositive();
    }

    @Test
    void cornersAreAFifthEachWay() {
        var altered = Alteration.CORNERS.of(film(3));

        assertThat(lit(altered)).isEqualTo(48 * 36 - 4 * 10 * 7); // centres below 9.6 rows and 7.2 columns
        assertThat(altered.value(0, 24)).isPositive();
        assertThat(altered.value(24, 6)).isPositive();
    }

    @Test
    void theMiddleIsOneGreyAndTheRimUnchanged() {
        var film = film(4);
        var altered = Alteration.MIDDLE.of(film);

        for (var row = 6; row < 42; row++) {
            for (var column = 6 + 5; column < 6 + 31; column++) {
                assertThat(altered.value(row, column)).isEqualTo(0.5f);
            }
        }
        assertThat(altered.value(5, 24)).isEqualTo(film.value(5, 24));
        assertThat(altered.value(24, 6 + 3)).isEqualTo(film.value(24, 6 + 3));
    }

    /** Another unit's tone curve changes nothing any more, whatever it is, as long as it rises. */
    @Test
    void filmsThatDifferInToneAloneBecomeTheSame() {
        var film = film(5);
        var other = film.values();
        for (var i = 0; i < other.length; i++) {
            other[i] = other[i] == 0 ? 0 : (float) (0.3 + 0.5 * Math.pow(other[i], 2.2));
        }

        assertThat(Alteration.TONE.of(PreparedFilm.of(other, PORTRAIT)).values())
                .isEqualTo(Alteration.TONE.of(film).values());
    }

    @Test
    void detailGoesAndTheMeanStays() {
        var film = film(6);
        var altered = Alteration.DETAIL.of(film);

        assertThat(sum(altered)).isCloseTo(sum(film), within(1e-2));
        for (var row = 0; row < SIDE; row += 2) {
            for (var column = 0; column < SIDE; column += 2) {
                assertThat(altered.value(row + 1, column + 1)).isEqualTo(altered.value(row, column));
            }
        }
    }

    /** Films with the finding have a bright lower half, up to the edge: a model that reads the edge is found out, one that reads the middle too. */
    @Test
    void aModelIsFoundOutByWhatItCannotDoWithout() {
        var byTheEdge = figures(film -> new float[] {film.value(SIDE - 2, SIDE / 2)});
        assertThat(auroc(byTheEdge, Alteration.NOTHING)).isEqualTo(1);
        assertThat(auroc(byTheEdge, Alteration.MIDDLE)).isEqualTo(1);
        assertThat(auroc(byTheEdge, Alteration.BORDER)).isEqualTo(0.5);

        var byTheMiddle = figures(film -> new float[] {film.value(SIDE * 3 / 4, SIDE / 2)});
        assertThat(auroc(byTheMiddle, Alteration.NOTHING)).isEqualTo(1);
        assertThat(auroc(byTheMiddle, Alteration.BORDER)).isEqualTo(1);
        assertThat(auroc(byTheMiddle, Alteration.MIDDLE)).isEqualTo(0.5);
        assertThat(byTheMiddle)
                .filteredOn(figure -> figure.without() == Alteration.BORDER)
                .allSatisfy(figure -> assertThat(figure.difference()).contains(new Estimate(0, 0, 0)));
    }

    @Test
    void figuresAreWrittenForEverySourceAndAlteration() {
        var figures = figures(film -> new float[] {film.value(SIDE - 2, SIDE / 2)});

        ShortcutFigure.write(figures, folder.resolve("shortcuts.csv"));

        assertThat(folder.resolve("shortcuts.csv"))
                .content()
                .startsWith("finding,source,without,films,positives,auroc,lower,upper,difference,")
                .contains("pleural_effusion,north,border,", "pleural_effusion,south,detail,");
        assertThat(figures).hasSize(2 * Alteration.values().length);
    }

    @Test
    void anUnreadableFilmIsNamed() throws Exception {
        var films = films();
        Files.writeString(films.get(0).path(), "no film");

        assertThatThrownBy(
                        () -> AlteredScores.of(films, List.of("pleural_effusion"), film -> new float[1], SIDE, n -> {}))
                .isInstanceOf(FilmListRefusedException.class)
                .hasMessageContaining("cannot read the film film00.png");
    }

    private List<ListedFilm> films() {
        return FilmListReader.read(List.of(FilmFolder.standard(folder, 12, 12).write("films.csv")), List.of())
                .get(0)
                .films();
    }

    private List<ShortcutFigure> figures(AlteredScores.Model model) {
        var findings = List.of("pleural_effusion");
        return ShortcutFigure.of(AlteredScores.of(films(), findings, model, SIDE, done -> {}), findings, 1);
    }

    private static double auroc(List<ShortcutFigure> figures, Alteration without) {
        return figures.stream()
                .filter(figure -> figure.without() == without)
                .mapToDouble(figure -> figure.auroc().orElseThrow().value())
                .average()
                .orElseThrow();
    }

    private static int lit(PreparedFilm film) {
        var lit = 0;
        for (var grey : film.values()) {
            lit += grey > 0 ? 1 : 0;
        }
        return lit;
    }

    private static double sum(PreparedFilm film) {
        var sum = 0.0;
        for (var grey : film.values()) {
            sum += grey;
        }
        return sum;
    }
}
