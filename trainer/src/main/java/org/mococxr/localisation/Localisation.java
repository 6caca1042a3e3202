package org.mococxr.localisation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.mococxr.evaluation.Bootstrap;
import org.mococxr.evaluation.Estimate;

/**
 * Figures over films with boxes. Two kinds of chance stand beside each: heat spread evenly over the film, and the mean heat map of the
 * other films. A model that always points at the upper lungs beats the first kind, where tuberculosis is frequent, without having seen
 * anything; only what beats the second kind has looked at the film.
 *
 * @param films with boxes and with some heat
 * @param coldFilms with boxes, in which nothing speaks for the finding
 * @param heatInBoxes mean share of a film's heat inside its boxes
 * @param areaInBoxes the same for heat spread evenly
 * @param meanMapInBoxes the same for the mean map of the other films
 * @param gainOverMeanMap paired difference of the first and the third
 * @param hottestInBox share of films whose hottest cell touches a box (the pointing game)
 * @param anyCellInBox the same for a cell drawn blindly
 * @param meanMapHottestInBox the same for the hottest cell of the other films' mean map
 */
public record Localisation(
        int films,
        int coldFilms,
        Optional<Estimate> heatInBoxes,
        Optional<Estimate> areaInBoxes,
        Optional<Estimate> meanMapInBoxes,
        Optional<Estimate> gainOverMeanMap,
        Optional<Estimate> hottestInBox,
        Optional<Estimate> anyCellInBox,
        Optional<Estimate> meanMapHottestInBox) {

    /**
     * @param boxed maps of one size; may be none
     * @param seed of the resampling of patients
     */
    static Localisation of(List<BoxedFilm> boxed, long seed) {
        var warm = boxed.stream().filter(BoxedFilm::hasHeat).toList();
        var patients = warm.stream().map(BoxedFilm::patient).toList();
        var others = meanMapsOfTheOthers(warm);
        var bootstrap = new Bootstrap(seed);
        var heat = values(warm, BoxedFilm::heatInBoxes);
        var meanMap = new double[warm.size()];
        var meanMapHits = new double[warm.size()];
        var gain = new double[warm.size()];
        for (var i = 0; i < meanMap.length; i++) {
            meanMap[i] = warm.get(i).inBoxes(others.get(i));
            meanMapHits[i] = warm.get(i).hottestTouchesABox(others.get(i)) ? 1 : 0;
            gain[i] = heat[i] - meanMap[i];
        }
        return new Localisation(
                warm.size(),
                boxed.size() - warm.size(),
                bootstrap.mean(patients, heat),
                bootstrap.mean(patients, values(warm, BoxedFilm::areaInBoxes)),
                bootstrap.mean(patients, meanMap),
                bootstrap.mean(patients, gain),
                bootstrap.mean(patients, values(warm, film -> film.hottestTouchesABox() ? 1 : 0)),
                bootstrap.mean(patients, values(warm, BoxedFilm::cellsTouchingABox)),
                bootstrap.mean(patients, meanMapHits));
    }

    private static double[] values(List<BoxedFilm> films, ToDoubleFunction<BoxedFilm> figure) {
        return films.stream().mapToDouble(figure).toArray();
    }

    /** For each film the mean heat of all others, float64 [cells]; zeros where there is no other. */
    private static List<double[]> meanMapsOfTheOthers(List<BoxedFilm> films) {
        if (films.isEmpty()) {
            return List.of();
        }
        var sum = new double[films.get(0).cells()];
        for (var film : films) {
            for (var cell = 0; cell < sum.length; cell++) {
                sum[cell] += film.heat(cell);
            }
        }
        var means = new ArrayList<double[]>();
        for (var film : films) {
            var mean = new double[sum.length];
            for (var cell = 0; cell < mean.length; cell++) {
                mean[cell] = Math.max(0, sum[cell] - film.heat(cell)) / Math.max(1, films.size() - 1);
            }
            means.add(mean);
        }
        return means;
    }

    /** For a terminal. */
    public List<String> inWords() {
        return List.of(
                "%d films with boxes; in %d more nothing speaks for the finding".formatted(films, coldFilms),
                line("heat inside the boxes", heatInBoxes),
                line("  heat spread evenly over the film", areaInBoxes),
                line("  the other films' mean heat map", meanMapInBoxes),
                line("  gain over that mean map", gainOverMeanMap),
                line("hottest cell touches a box", hottestInBox),
                line("  a cell chosen blindly", anyCellInBox),
                line("  hottest cell of the other films' mean map", meanMapHottestInBox));
    }

    private static String line(String what, Optional<Estimate> figure) {
        return String.format(
                Locale.ROOT, "%-46s %s", what, figure.map(Estimate::inFigures).orElse("-"));
    }
}
