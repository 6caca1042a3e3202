package org.mococxr.filmcheck;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleBinaryOperator;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mococxr.film.FilmReader;
import org.mococxr.filmlist.FilmListReader;
import org.mococxr.filmlist.PreparedFilms;

/** A list of phantom films with one of everything that is odd. */
class FilmCheckTest {
    @TempDir
    private Path folder = Path.of("");

    private void picture(String name, DoubleBinaryOperator grey) throws IOException {
        var image = new BufferedImage(64, 64, BufferedImage.TYPE_BYTE_GRAY);
        for (var y = 0; y < 64; y++) {
            for (var x = 0; x < 64; x++) {
                image.getRaster().setSample(x, y, 0, (int) Math.round(255 * grey.applyAsDouble(x / 63.0, y / 63.0)));
            }
        }
        ImageIO.write(image, "png", folder.resolve(name).toFile());
    }

    /** Two dark lungs on a bright chest, each film a little different. */
    private static double chest(double x, double y, long film) {
        var random = new Random(film);
        var shift = 0.06 * random.nextGaussian();
        var wide = 0.12 + 0.04 * random.nextDouble();
        var left = Math.hypot((x - 0.3 - shift) / wide, (y - 0.5) / (0.25 + 0.1 * random.nextDouble()));
        var right = Math.hypot((x - 0.7 - shift) / wide, (y - 0.5) / (0.25 + 0.1 * random.nextDouble()));
        var heart = Math.hypot((x - 0.55) / 0.1, (y - 0.4 - 0.4 * random.nextDouble()) / 0.1);
        return 0.75 - (left < 1 || right < 1 ? 0.5 : 0) + (heart < 1 ? 0.2 : 0);
    }

    @Test
    void remarksOnEverythingOdd() throws IOException {
        var rows = new StringBuilder("file,source,split\n");
        for (var i = 0; i < 24; i++) {
            var film = i;
            picture("film%02d.png".formatted(i), (x, y) -> chest(x, y, film));
            rows.append("film%02d.png,north,train%n".formatted(i));
        }
        picture("blank.png", (x, y) -> 0.5);
        picture("inverted.png", (x, y) -> 1 - chest(x, y, 99));
        picture("side.png", (x, y) -> 0.2 + 0.6 * Math.abs(Math.sin(9 * (x + 0.7 * y))));
        picture("again.png", (x, y) -> 0.9 * chest(1 - x, y, 5));
        Files.writeString(folder.resolve("torn.png"), "no picture");
        rows.append("blank.png,north,train\ninverted.png,north,train\nside.png,north,train\n");
        rows.append("again.png,south,val\ntorn.png,north,train\n");
        var list = Files.writeString(folder.resolve("films.csv"), rows);
        var films = FilmListReader.read(List.of(list), List.of()).get(0).films();
        var kitchen = new PreparedFilms.Kitchen(file -> FilmReader.read(file).radiograph(), folder.resolve("cache"), 1);
        var prepared =
                PreparedFilms.open(films, FilmCheck.SIDE_PIXELS, PreparedFilms.Depth.FLOAT32, kitchen, done -> {});

        var remarks = FilmCheck.of(prepared);

        assertThat(remarks.stream()
                        .filter(remark -> !remark.film().file().startsWith("film"))
                        .map(remark -> remark.film().file() + " " + remark.kind()))
                .containsExactlyInAnyOrder(
                        "torn.png unreadable", "blank.png blank", "inverted.png inverted", "side.png lateral-looking");
        assertThat(remarks.stream()
                        .filter(remark -> remark.kind() == FilmCheck.Kind.DUPLICATE_ACROSS_SPLITS
                                && remark.film().file().equals("film05.png")))
                .singleElement()
                .satisfies(
                        remark -> assertThat(remark.words()).contains("again.png (south, val) mirrored correlates by"));
    }
}
