package org.mococxr.localisation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.mococxr.film.FilmPreparation;
import org.mococxr.film.FilmReader;
import org.mococxr.film.FilmUnreadableException;
import org.mococxr.filmlist.FilmListRefusedException;
import org.mococxr.filmlist.ListedFilm;
import org.mococxr.inference.Engine;
import org.mococxr.observation.DiskTrouble;

/** The heat maps that a model draws over films with boxes, as a box would draw them. */
public final class HeatMaps {
    private final List<BoxedFilm> films;

    private HeatMaps(List<BoxedFilm> films) {
        this.films = films;
    }

    /** Told after each film. */
    @FunctionalInterface
    public interface Progress {
        void filmsDone(int films);
    }

    /**
     * Films without boxes are passed over.
     *
     * @param finding index of the finding among the engine's outputs
     * @param sizePixels side of the engine's input
     * @throws FilmListRefusedException if no film has a box, or a film cannot be read
     */
    public static HeatMaps draw(
            List<ListedFilm> listed, LesionBoxes boxes, Engine engine, int finding, int sizePixels, Progress progress) {
        var withBoxes =
                listed.stream().filter(film -> !boxes.of(film.file()).isEmpty()).toList();
        if (withBoxes.isEmpty()) {
            throw new FilmListRefusedException(
                    "none of the %d films has a box; the boxes name %d files, which must be written as in the film list"
                            .formatted(listed.size(), boxes.films()));
        }
        var preparation = new FilmPreparation(sizePixels);
        var films = new ArrayList<BoxedFilm>();
        for (var film : withBoxes) {
            films.add(draw(film, boxes.of(film.file()), engine, finding, preparation));
            progress.filmsDone(films.size());
        }
        return new HeatMaps(films);
    }

    private static BoxedFilm draw(
            ListedFilm film, List<LesionBox> boxes, Engine engine, int finding, FilmPreparation preparation) {
        try {
            var prepared = preparation.prepare(FilmReader.read(film.path()).radiograph());
            var outputs = engine.run(prepared);
            var map = outputs.cam(finding);
            return BoxedFilm.of(
                    film.file(),
                    film.person(),
                    outputs.probability(finding),
                    map.side(),
                    map.values(),
                    prepared.placement(),
                    boxes);
        } catch (FilmUnreadableException e) {
            throw new FilmListRefusedException("cannot read the film %s: %s".formatted(film.file(), e.getMessage()), e);
        }
    }

    /** Over the films whose score reaches the threshold, which are those whose heat map is shown; 0 takes all. */
    public Localisation from(double probability, long seed) {
        return Localisation.of(
                films.stream().filter(film -> film.probability() >= probability).toList(), seed);
    }

    /** One line per film. */
    public void write(Path csv) {
        try (var printer = new CSVPrinter(Files.newBufferedWriter(csv), CSVFormat.RFC4180)) {
            printer.printRecord("file", "score", "heat_in_boxes", "area_in_boxes", "hottest_touches_a_box");
            for (var film : films) {
                printer.printRecord(
                        film.file(),
                        figure(film.probability()),
                        film.hasHeat() ? figure(film.heatInBoxes()) : "",
                        figure(film.areaInBoxes()),
                        film.hasHeat() ? (film.hottestTouchesABox() ? "1" : "0") : "");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + csv + ": " + DiskTrouble.inWords(e), e);
        }
    }

    private static String figure(double value) {
        return String.format(Locale.ROOT, "%.6f", value);
    }
}
