package org.mococxr.film;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.mococxr.dicom.Tag;
import org.mococxr.dicom.VR;

/**
 * The arithmetic behind a recipe's name never changes: a model that learned from it, and every result that names it, rely on that.
 * Who changes the arithmetic gives the recipe a new version, and a new line here.
 */
class RecipesTest {
    private static final int ROWS = 90;
    private static final int COLUMNS = 70;

    /** MONOCHROME1, rescaled, windowed, with padding: whole-number pixels from a formula. */
    private static Radiograph film(GreyRecipe recipe) {
        var film = DicomFilms.chest(ROWS, COLUMNS, i -> i % 97 == 0 ? 0 : i * 7919 % 4000 + 20);
        film.setString(Tag.PhotometricInterpretation, VR.CS, "MONOCHROME1");
        film.setDouble(Tag.RescaleSlope, VR.DS, 0.5);
        film.setDouble(Tag.RescaleIntercept, VR.DS, -100);
        film.setDouble(Tag.WindowCenter, VR.DS, 900);
        film.setDouble(Tag.WindowWidth, VR.DS, 1500);
        film.setInt(Tag.PixelPaddingValue, VR.US, 0);
        return FilmReader.read(DicomFilms.file(film), recipe).radiograph();
    }

    private static String digest(byte[] bytes) throws NoSuchAlgorithmException {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes))
                .substring(0, 16);
    }

    private static byte[] greys(Radiograph film) {
        var greys = new byte[ROWS * COLUMNS];
        for (var i = 0; i < greys.length; i++) {
            greys[i] = (byte) Math.round(film.grey(i / COLUMNS, i % COLUMNS) * 255);
        }
        return greys;
    }

    @Test
    void display1() throws NoSuchAlgorithmException {
        var film = film(GreyRecipe.DISPLAY);

        assertThat(film.rendering().recipe()).isEqualTo("display/1");
        assertThat(digest(greys(film))).isEqualTo("f181f91430155be7");
    }

    @Test
    void equalised1() throws NoSuchAlgorithmException {
        var film = film(GreyRecipe.EQUALISED);

        assertThat(film.rendering().recipe()).isEqualTo("equalised/1");
        assertThat(digest(greys(film))).isEqualTo("8579716ebf06af7c");
    }

    @Test
    void trianglePad1() throws NoSuchAlgorithmException {
        var prepared = new FilmPreparation(48).prepare(film(GreyRecipe.DISPLAY));
        var greys = ByteBuffer.allocate(4 * 48 * 48);
        greys.asFloatBuffer().put(prepared.values());

        assertThat(FilmPreparation.RECIPE).isEqualTo("triangle-pad/1");
        assertThat(digest(greys.array())).isEqualTo("5403739b85ae951c");
    }
}
