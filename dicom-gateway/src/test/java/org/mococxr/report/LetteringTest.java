package org.mococxr.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import org.junit.jupiter.api.Test;

class LetteringTest {
    private static final String PRINTED =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.,:;-_+=<>/\\|()[]%#*!?'\"&@";

    private final Lettering lettering = new Lettering(12);

    @Test
    void drawsEveryCharacterDifferently() {
        var pictures = new HashSet<String>();

        for (char letter : PRINTED.toCharArray()) {
            pictures.add(new String(drawn(String.valueOf(letter)), java.nio.charset.StandardCharsets.ISO_8859_1));
        }

        assertThat(pictures).hasSize(PRINTED.length());
    }

    @Test
    void staysWithinTheWidthItStates() {
        for (char letter : PRINTED.toCharArray()) {
            var picture = new ColourPicture(40, 60);
            lettering.write(picture, String.valueOf(letter), 10, 10, 0xFFFFFF);

            int last = (int) Math.ceil(10 + lettering.widthPixels(String.valueOf(letter))) + 2;
            for (int row = 0; row < 40; row++) {
                for (int column = last; column < 60; column++) {
                    assertThat(picture.colour(row, column))
                            .as("%s at column %d", letter, column)
                            .isZero();
                }
            }
        }
    }

    @Test
    void drawsABoxForWhatItCannotWrite() {
        assertThat(drawn("é")).isEqualTo(drawn("漢")).isNotEqualTo(drawn(" "));
    }

    @Test
    void shortensTextToItsRoom() {
        var text = "a rather long model name";

        var shortened = lettering.fitting(text, 100);

        assertThat(lettering.fitting(text, 1000)).isEqualTo(text);
        assertThat(shortened).startsWith("a rather").endsWith("..");
        assertThat(lettering.widthPixels(shortened)).isLessThanOrEqualTo(100);
    }

    private byte[] drawn(String text) {
        var picture = new ColourPicture(24, 24);
        lettering.write(picture, text, 4, 4, 0xFFFFFF);
        return picture.bytes();
    }
}
