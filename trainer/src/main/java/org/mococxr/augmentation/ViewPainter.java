package org.mococxr.augmentation;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.mococxr.chance.Chance;

/** Paints random views of prepared films, in plain Java: one pass from grey bytes to grey bytes. Reuses its arrays: one per thread. */
public final class ViewPainter {
    private static final int GAMMA_STEPS = 1024;
    private static final int TONE_KNOTS = 6;

    private final ViewRecipe recipe;
    private final int filmPixels;
    private final int viewPixels;
    private final float[] view;
    private final float[] blurred;
    private final float[] coarse;

    /**
     * @param filmPixels side of the prepared films
     * @param viewPixels side of the views
     */
    public ViewPainter(ViewRecipe recipe, int filmPixels, int viewPixels) {
        this.recipe = recipe;
        this.filmPixels = filmPixels;
        this.viewPixels = viewPixels;
        this.view = new float[viewPixels * viewPixels];
        this.blurred = new float[viewPixels * viewPixels];
        this.coarse = new float[viewPixels * viewPixels];
    }

    /**
     * @param film grey 0..255, [filmPixels * filmPixels]
     * @param out gets viewPixels * viewPixels grey bytes from {@code at} on
     */
    public void paint(byte[] film, Chance chance, ByteBuffer out, int at) {
        sample(film, Placement.draw(recipe, chance));
        if (chance.happens(recipe.jitterProbability())) {
            jitter(chance);
        }
        if (chance.happens(recipe.blurProbability())) {
            blur(Math.max(0.1, chance.uniform() * recipe.blurSigmaMaxFraction() * viewPixels));
        }
        shift(chance);
        var noiseStd = chance.happens(recipe.noiseProbability()) ? chance.uniform() * recipe.noiseStdMax() : 0;
        for (var i = 0; i < view.length; i++) {
            var grey = noiseStd > 0 ? view[i] + noiseStd * roughGaussian(chance) : view[i];
            out.put(at + i, (byte) Math.round(255 * Math.min(1, Math.max(0, grey))));
        }
    }

    /** Where a view lies on its film: centre, half sides and angle, film coordinates 0..1. */
    private record Placement(
            double centreX, double centreY, double width, double height, double cos, double sin, boolean flip) {
        static Placement draw(ViewRecipe recipe, Chance chance) {
            var area = chance.between(recipe.cropAreaMin(), 1);
            var aspect = recipe.cropAreaMin() < 1 ? Math.exp(chance.between(-1, 1) * Math.log(4.0 / 3)) : 1;
            var width = Math.min(1, Math.sqrt(area * aspect));
            var height = Math.min(1, Math.sqrt(area / aspect));
            var angle = Math.toRadians(chance.between(-1, 1) * recipe.rotationDegrees());
            return new Placement(
                    0.5 + chance.between(-1, 1) * (1 - width) / 2,
                    0.5 + chance.between(-1, 1) * (1 - height) / 2,
                    width,
                    height,
                    Math.cos(angle),
                    Math.sin(angle),
                    chance.happens(recipe.flipProbability()));
        }
    }

    /** Bilinear; what lies beyond the film is black, as film preparation pads. */
    private void sample(byte[] film, Placement placement) {
        for (var row = 0; row < viewPixels; row++) {
            var v = ((row + 0.5) / viewPixels - 0.5) * placement.height();
            for (var column = 0; column < viewPixels; column++) {
                var u = ((column + 0.5) / viewPixels - 0.5) * placement.width() * (placement.flip() ? -1 : 1);
                var x = (placement.centreX() + u * placement.cos() - v * placement.sin()) * filmPixels - 0.5;
                var y = (placement.centreY() + u * placement.sin() + v * placement.cos()) * filmPixels - 0.5;
                view[row * viewPixels + column] = bilinear(film, x, y);
            }
        }
    }

    private float bilinear(byte[] film, double x, double y) {
        var x0 = (int) Math.floor(x);
        var y0 = (int) Math.floor(y);
        var right = (float) (x - x0);
        var down = (float) (y - y0);
        if (x0 >= 0 && y0 >= 0 && x0 < filmPixels - 1 && y0 < filmPixels - 1) {
            var at = y0 * filmPixels + x0;
            var top = (film[at] & 0xff) * (1 - right) + (film[at + 1] & 0xff) * right;
            var bottom = (film[at + filmPixels] & 0xff) * (1 - right) + (film[at + filmPixels + 1] & 0xff) * right;
            return (top * (1 - down) + bottom * down) / 255;
        }
        var top = grey(film, x0, y0) * (1 - right) + grey(film, x0 + 1, y0) * right;
        var bottom = grey(film, x0, y0 + 1) * (1 - right) + grey(film, x0 + 1, y0 + 1) * right;
        return (top * (1 - down) + bottom * down) / 255;
    }

    private int grey(byte[] film, int x, int y) {
        var inside = x >= 0 && y >= 0 && x < filmPixels && y < filmPixels;
        return inside ? film[y * filmPixels + x] & 0xff : 0;
    }

    private void jitter(Chance chance) {
        var gamma = Math.exp(chance.between(-1, 1) * recipe.gammaLog());
        var contrast = 1 + chance.between(-1, 1) * recipe.contrast();
        var brightness = 1 + chance.between(-1, 1) * recipe.brightness();
        var powers = new float[GAMMA_STEPS + 1];
        for (var i = 0; i <= GAMMA_STEPS; i++) {
            powers[i] = (float) Math.pow((double) i / GAMMA_STEPS, gamma);
        }
        var sum = 0.0;
        for (var i = 0; i < view.length; i++) {
            view[i] = powers[Math.round(view[i] * GAMMA_STEPS)];
            sum += view[i];
        }
        var mean = sum / view.length;
        for (var i = 0; i < view.length; i++) {
            view[i] = (float) Math.min(1, Math.max(0, brightness * (mean + contrast * (view[i] - mean))));
        }
    }

    /** Draws nothing for recipes without a shift: their views stay what they were. */
    private void shift(Chance chance) {
        var shift = recipe.shift();
        if (shift.equals(ViewRecipe.Shift.NONE)) {
            return;
        }
        if (chance.happens(shift.coarseningProbability())) {
            coarsen(viewPixels / 4 + chance.below(viewPixels - viewPixels / 4));
        }
        if (chance.happens(shift.toneProbability())) {
            redrawTone(chance);
        }
        if (chance.happens(shift.collimationProbability())) {
            var left = border(chance);
            var top = border(chance);
            var right = viewPixels - border(chance);
            var bottom = viewPixels - border(chance);
            for (var i = 0; i < view.length; i++) {
                var column = i % viewPixels;
                var row = i / viewPixels;
                view[i] = column < left || column >= right || row < top || row >= bottom ? 0 : view[i];
            }
        }
        if (chance.happens(shift.erasingProbability())) {
            var width = 1 + chance.below(viewPixels / 4);
            var height = 1 + chance.below(viewPixels / 4);
            var left = chance.below(viewPixels - width);
            var top = chance.below(viewPixels - height);
            var grey = (float) chance.uniform();
            for (var row = top; row < top + height; row++) {
                Arrays.fill(view, row * viewPixels + left, row * viewPixels + left + width, grey);
            }
        }
    }

    private int border(Chance chance) {
        return chance.below(viewPixels / 8 + 1);
    }

    /** Down to {@code side} pixels by averages over areas, and up again bilinearly. */
    private void coarsen(int side) {
        for (var row = 0; row < side; row++) {
            var rows = new int[] {row * viewPixels / side, (row + 1) * viewPixels / side};
            for (var column = 0; column < side; column++) {
                var columns = new int[] {column * viewPixels / side, (column + 1) * viewPixels / side};
                coarse[row * side + column] = mean(rows, columns);
            }
        }
        var scale = (double) side / viewPixels;
        for (var row = 0; row < viewPixels; row++) {
            var y = Math.min(side - 1, Math.max(0, (row + 0.5) * scale - 0.5));
            var above = Math.min((int) y, side - 2);
            var down = (float) (y - above);
            for (var column = 0; column < viewPixels; column++) {
                var x = Math.min(side - 1, Math.max(0, (column + 0.5) * scale - 0.5));
                var left = Math.min((int) x, side - 2);
                var right = (float) (x - left);
                var at = above * side + left;
                var top = coarse[at] * (1 - right) + coarse[at + 1] * right;
                var bottom = coarse[at + side] * (1 - right) + coarse[at + side + 1] * right;
                view[row * viewPixels + column] = top * (1 - down) + bottom * down;
            }
        }
    }

    private float mean(int[] rows, int[] columns) {
        var sum = 0f;
        for (var row = rows[0]; row < rows[1]; row++) {
            for (var column = columns[0]; column < columns[1]; column++) {
                sum += view[row * viewPixels + column];
            }
        }
        return sum / ((rows[1] - rows[0]) * (columns[1] - columns[0]));
    }

    /** A curve from black to white that rises by random amounts between evenly spaced greys, as windows and units differ. */
    private void redrawTone(Chance chance) {
        var knots = new double[TONE_KNOTS + 1];
        for (var knot = 1; knot <= TONE_KNOTS; knot++) {
            knots[knot] = knots[knot - 1] + chance.between(0.4, 1.6);
        }
        for (var i = 0; i < view.length; i++) {
            var at = Math.min(view[i], 1) * TONE_KNOTS;
            var below = Math.min((int) at, TONE_KNOTS - 1);
            view[i] = (float) ((knots[below] + (at - below) * (knots[below + 1] - knots[below])) / knots[TONE_KNOTS]);
        }
    }

    /** Gaussian, rows then columns, edges repeated. */
    private void blur(double sigma) {
        var radius = (int) Math.ceil(3 * sigma);
        var weights = new float[2 * radius + 1];
        var sum = 0f;
        for (var i = -radius; i <= radius; i++) {
            weights[i + radius] = (float) Math.exp(-0.5 * i * i / (sigma * sigma));
            sum += weights[i + radius];
        }
        for (var i = 0; i < weights.length; i++) {
            weights[i] /= sum;
        }
        blurLines(view, blurred, weights, 1, viewPixels);
        blurLines(blurred, view, weights, viewPixels, 1);
    }

    private void blurLines(float[] from, float[] to, float[] weights, int step, int nextLine) {
        var radius = weights.length / 2;
        for (var line = 0; line < viewPixels; line++) {
            var start = line * nextLine;
            for (var i = 0; i < viewPixels; i++) {
                var sum = 0f;
                for (var tap = 0; tap < weights.length; tap++) {
                    var at = Math.min(viewPixels - 1, Math.max(0, i + tap - radius));
                    sum += weights[tap] * from[start + at * step];
                }
                to[start + i * step] = sum;
            }
        }
    }

    /** Four 16-bit uniforms out of one draw: close enough to normal for grain, and one draw per pixel. */
    private static double roughGaussian(Chance chance) {
        var bits = chance.nextLong();
        var sum = (bits & 0xffff) + (bits >>> 16 & 0xffff) + (bits >>> 32 & 0xffff) + (bits >>> 48);
        return (sum / 65536.0 - 2) * Math.sqrt(3);
    }
}
