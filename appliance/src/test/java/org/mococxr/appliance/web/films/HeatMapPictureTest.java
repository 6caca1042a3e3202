package org.mococxr.appliance.web.films;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.mococxr.appliance.screening.Assessment;
import org.mococxr.appliance.screening.Conclusion;
import org.mococxr.appliance.screening.HeatMap;
import org.mococxr.appliance.screening.ModelName;

/** The overlay lies where the network looked, in the film's own geometry. */
final class HeatMapPictureTest {
    @Test
    void aTallFilmsMapIsCutToTheFilmNotSqueezed() throws IOException {
        // Film 200 x 100 lies in the middle half of the prepared square: columns 2 and 3 of 4.
        var map = HeatMap.of(4, 4, new float[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0});

        var picture = picture(map, 200, 100);

        assertThat(picture.getHeight()).isEqualTo(2 * picture.getWidth());
        // The hot cell is row 2 of 4 and column 2 of 4: lower middle of the film, right half.
        var hot = alpha(picture, 0.625, 0.75);
        assertThat(hot).isGreaterThan(200);
        assertThat(alpha(picture, 0.625, 0.02)).isLessThan(60);
        assertThat(alpha(picture, 0.1, 0.75)).isZero();
    }

    @Test
    void whatSpeaksAgainstTheFindingStaysClear() throws IOException {
        var picture = picture(HeatMap.of(2, 2, new float[] {-1, -2, -3, -4}), 100, 100);

        for (var y = 0; y < picture.getHeight(); y += 37) {
            for (var x = 0; x < picture.getWidth(); x += 37) {
                assertThat(picture.getRGB(x, y) >>> 24).isZero();
            }
        }
    }

    private static int alpha(BufferedImage picture, double down, double across) {
        return picture.getRGB((int) (across * picture.getWidth()), (int) (down * picture.getHeight())) >>> 24;
    }

    private static BufferedImage picture(HeatMap map, int rows, int columns) throws IOException {
        var film = new Conclusion.Scored(
                new ModelName("tiny", "0".repeat(64)),
                "1",
                "CPU",
                List.of(Assessment.of("pleural_effusion", 0.9, "balanced", 0.4, map)),
                rows,
                columns,
                64,
                List.of(),
                Duration.ZERO);
        return ImageIO.read(new ByteArrayInputStream(HeatMapPicture.png(film, map)));
    }
}
