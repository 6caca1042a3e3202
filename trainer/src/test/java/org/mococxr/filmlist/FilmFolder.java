package org.mococxr.filmlist;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;

/** A folder of small made-up films and a film list: what a test needs instead of patients. */
public final class FilmFolder {
    public static final String HEADER = "file,patient,study,view,age,sex,source,split,pleural_effusion,tuberculosis";

    private final Path folder;
    private final List<String> rows = new ArrayList<>();

    public FilmFolder(Path folder) {
        this.folder = folder;
    }

    /** Grey noise, with a bright lower half where {@code bright}. */
    public FilmFolder film(String name, boolean bright) {
        var image = new BufferedImage(48, 48, BufferedImage.TYPE_BYTE_GRAY);
        var random = new Random(name.hashCode());
        for (var y = 0; y < 48; y++) {
            for (var x = 0; x < 48; x++) {
                var grey = 60 + random.nextInt(60) + (bright && y > 24 ? 100 : 0);
                image.getRaster().setSample(x, y, 0, grey);
            }
        }
        try {
            ImageIO.write(image, "png", folder.resolve(name).toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    public FilmFolder row(String row) {
        rows.add(row);
        return this;
    }

    /** Films of both kinds: two patients of three films and single ones, two sources, train and val. */
    public static FilmFolder standard(Path folder, int train, int val) {
        var films = new FilmFolder(folder);
        for (var i = 0; i < train + val; i++) {
            var with = i % 2 == 1;
            var file = "film%02d.png".formatted(i);
            var patient = i < 3 ? "twin" : "p" + i;
            films.film(file, with)
                    .row("%s,%s,s%d,PA,5%d,F,%s,%s,%d,%s"
                            .formatted(
                                    file,
                                    patient,
                                    i,
                                    i % 10,
                                    i / 2 % 2 == 0 || i < 3 ? "north" : "south",
                                    i < train ? "train" : "val",
                                    with ? 1 : 0,
                                    i % 3 == 0 ? "" : i % 3 == 1 ? "1" : "0"));
        }
        return films;
    }

    public Path write(String list) {
        return write(list, HEADER);
    }

    public Path write(String list, String header) {
        var file = folder.resolve(list);
        var lines = new ArrayList<>(List.of(header));
        lines.addAll(rows);
        try {
            Files.write(file, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }
}
