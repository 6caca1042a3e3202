package org.mococxr.localisation;

import java.util.List;
import org.mococxr.film.Placement;

/**
 * One film's heat map beside its boxes, pixel by pixel of the prepared film: each pixel has the heat of the map's cell it lies in (no
 * interpolation: the map's true resolution is its cells), without the black margin around the film. Heat is what speaks for the finding;
 * cells that speak against it have none.
 *
 * <p>Owns its arrays.
 */
final class BoxedFilm {
    private final String file;
    private final String patient;
    private final double probability;
    private final int side;

    /** Share of the film's heat in each cell, sum 1; float64 [side*side] row-major; all 0 where nothing speaks for the finding. */
    private final double[] heat;

    /** Share of each cell's pixels that show film, 0..1. */
    private final double[] filmShare;

    /** Share of each cell's film pixels that lie in a box, 0..1. */
    private final double[] boxShare;

    private BoxedFilm(
            String file,
            String patient,
            double probability,
            int side,
            double[] heat,
            double[] filmShare,
            double[] boxShare) {
        this.file = file;
        this.patient = patient;
        this.probability = probability;
        this.side = side;
        this.heat = heat;
        this.filmShare = filmShare;
        this.boxShare = boxShare;
    }

    /**
     * @param cells float32 [side*side], the signed class activation map over the prepared square
     * @param boxes at least one
     */
    static BoxedFilm of(
            String file,
            String patient,
            double probability,
            int side,
            float[] cells,
            Placement placement,
            List<LesionBox> boxes) {
        var size = placement.sizePixels();
        var film = new double[side * side];
        var boxed = new double[side * side];
        var all = new double[side * side];
        for (var row = 0; row < size; row++) {
            for (var column = 0; column < size; column++) {
                var cell = row * side / size * side + column * side / size;
                all[cell]++;
                var down = placement.filmRow(row + 0.5) / placement.filmRows();
                var across = placement.filmColumn(column + 0.5) / placement.filmColumns();
                if (down >= 0 && down < 1 && across >= 0 && across < 1) {
                    film[cell]++;
                    boxed[cell] += boxes.stream().anyMatch(box -> box.contains(across, down)) ? 1 : 0;
                }
            }
        }
        var heat = new double[side * side];
        var sum = 0.0;
        for (var cell = 0; cell < heat.length; cell++) {
            heat[cell] = Math.max(0, cells[cell]) * film[cell];
            sum += heat[cell];
        }
        for (var cell = 0; cell < heat.length; cell++) {
            heat[cell] = sum > 0 ? heat[cell] / sum : 0;
            boxed[cell] = film[cell] > 0 ? boxed[cell] / film[cell] : 0;
            film[cell] /= all[cell];
        }
        return new BoxedFilm(file, patient, probability, side, heat, film, boxed);
    }

    String file() {
        return file;
    }

    String patient() {
        return patient;
    }

    /** The model's calibrated score for the finding, 0..1. */
    double probability() {
        return probability;
    }

    int cells() {
        return side * side;
    }

    double heat(int cell) {
        return heat[cell];
    }

    boolean hasHeat() {
        for (var share : heat) {
            if (share > 0) {
                return true;
            }
        }
        return false;
    }

    /** Share of this film's heat inside its boxes, 0..1. */
    double heatInBoxes() {
        return inBoxes(heat);
    }

    /** Share of a map's heat that would lie inside this film's boxes; the map is laid over the part that shows film. */
    double inBoxes(double[] map) {
        var inside = 0.0;
        var sum = 0.0;
        for (var cell = 0; cell < map.length; cell++) {
            var here = filmShare[cell] > 0 ? map[cell] : 0;
            inside += here * boxShare[cell];
            sum += here;
        }
        return sum > 0 ? inside / sum : 0;
    }

    /** Share of the film's area inside its boxes: what heat spread evenly would have there. */
    double areaInBoxes() {
        return inBoxes(filmShare);
    }

    boolean hottestTouchesABox() {
        return touchesABox(hottest(heat));
    }

    /** Whether the hottest cell of a map, among those that show film, touches a box of this film. */
    boolean hottestTouchesABox(double[] map) {
        return touchesABox(hottest(map));
    }

    /** Share of the cells that show film which touch a box: how often a blind guess would. */
    double cellsTouchingABox() {
        var touching = 0;
        var showing = 0;
        for (var cell = 0; cell < filmShare.length; cell++) {
            showing += filmShare[cell] > 0 ? 1 : 0;
            touching += touchesABox(cell) ? 1 : 0;
        }
        return (double) touching / showing;
    }

    private boolean touchesABox(int cell) {
        return boxShare[cell] > 0;
    }

    private int hottest(double[] map) {
        var hottest = 0;
        for (var cell = 1; cell < map.length; cell++) {
            if (filmShare[cell] > 0 && (map[cell] > map[hottest] || filmShare[hottest] == 0)) {
                hottest = cell;
            }
        }
        return hottest;
    }
}
