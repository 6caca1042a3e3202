package org.mococxr.film;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mococxr.dicom.Attributes;
import org.mococxr.dicom.Tag;
import org.mococxr.dicom.VR;
import org.mococxr.phantom.PhantomFilm;
import org.mococxr.phantom.PhantomKind;

/** Requirement covered: DICOM films can be made grey as published collections of pictures were. */
class EqualisedGreyTest {
    private static final int ROWS = 23;
    private static final int COLUMNS = 31;

    @ParameterizedTest
    @CsvSource({"8,8,false,1", "16,12,false,2", "16,10,true,3", "16,16,false,4", "16,16,true,5"})
    void equalsThePlainLoop(int allocated, int stored, boolean signed, long seed) {
        for (var inverted : new boolean[] {false, true}) {
            var random = new Random(seed);
            var film = DicomFilms.chest(ROWS, COLUMNS, i -> 0);
            DicomFilms.bits(film, allocated, stored, stored - 1, signed);
            DicomFilms.pixels(film, i -> (int) Math.abs(random.nextGaussian() * (1 << stored - 2)) & (1 << stored) - 1);
            film.setString(Tag.PhotometricInterpretation, VR.CS, inverted ? "MONOCHROME1" : "MONOCHROME2");

            var radiograph = equalised(film);

            var expected = plainly(values(film, stored, signed), inverted);
            for (var i = 0; i < expected.length; i++) {
                assertThat(level(radiograph, i)).as("pixel %d", i).isEqualTo(expected[i]);
            }
        }
    }

    @Test
    void windowTablesAndRescalingArePassedOver() {
        var film = DicomFilms.chest(ROWS, COLUMNS, i -> i * 7 % 4096);
        var plain = equalised(film);
        film.setDouble(Tag.WindowCenter, VR.DS, 100);
        film.setDouble(Tag.WindowWidth, VR.DS, 20);
        film.setString(Tag.PresentationLUTShape, VR.CS, "INVERSE");

        var stated = equalised(film);

        for (var i = 0; i < ROWS * COLUMNS; i++) {
            assertThat(level(stated, i)).isEqualTo(level(plain, i));
        }
        assertThat(stated.rendering()).isEqualTo(Rendering.of("equalised/1"));
    }

    @Test
    void aFilmOfOneValueStaysBlack() {
        var radiograph = equalised(DicomFilms.chest(ROWS, COLUMNS, i -> 777));

        assertThat(level(radiograph, 0)).isZero();
    }

    @Test
    void aPictureIsGreyAlready() {
        var png = PhantomFilm.png16(PhantomKind.NORMAL, 1, 64);

        var radiograph = FilmReader.read(png, GreyRecipe.EQUALISED).radiograph();

        assertThat(radiograph.rendering().recipe()).isEqualTo("raster/1");
    }

    private static Radiograph equalised(Attributes film) {
        return FilmReader.read(DicomFilms.file(film), GreyRecipe.EQUALISED).radiograph();
    }

    private static int level(Radiograph film, int pixel) {
        return Math.round(film.grey(pixel / COLUMNS, pixel % COLUMNS) * 255);
    }

    private static int[] values(Attributes film, int stored, boolean signed) {
        var words = FilmReader.read(DicomFilms.file(film)).radiograph();
        var values = new int[ROWS * COLUMNS];
        for (var i = 0; i < values.length; i++) {
            var word = words.storedValue(i / COLUMNS, i % COLUMNS);
            values[i] = signed && word >= 1 << stored - 1 ? word - (1 << stored) : word;
        }
        return values;
    }

    /** Pixel by pixel: stretched, cut off, inverted, equalised. */
    private static int[] plainly(int[] values, boolean inverted) {
        var min = Integer.MAX_VALUE;
        var max = Integer.MIN_VALUE;
        for (var value : values) {
            min = Math.min(min, value);
            max = Math.max(max, value);
        }
        var grey = new int[values.length];
        for (var i = 0; i < grey.length; i++) {
            grey[i] = (int) (255L * (values[i] - min) / (max - min));
            grey[i] = inverted ? 255 - grey[i] : grey[i];
        }
        var darkest = 255;
        for (var level : grey) {
            darkest = Math.min(darkest, level);
        }
        var result = new int[grey.length];
        for (var i = 0; i < grey.length; i++) {
            var notBrighter = 0;
            var atDarkest = 0;
            for (var level : grey) {
                notBrighter += level <= grey[i] ? 1 : 0;
                atDarkest += level == darkest ? 1 : 0;
            }
            result[i] = (int) Math.rint((notBrighter - atDarkest) * 255.0 / (grey.length - atDarkest));
        }
        return result;
    }
}
