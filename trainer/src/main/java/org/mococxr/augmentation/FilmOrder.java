package org.mococxr.augmentation;

import java.util.Arrays;
import org.mococxr.chance.Chance;

/**
 * Which films each step takes: every epoch all of them in another order, but for the last few that fill no batch. The training thread's
 * own.
 */
public final class FilmOrder {
    private final long seed;
    private final int films;
    private final int batchFilms;
    private long epoch = -1;
    private int[] order = {};

    public FilmOrder(long seed, int films, int batchFilms) {
        this.seed = seed;
        this.films = films;
        this.batchFilms = batchFilms;
    }

    public int stepsPerEpoch() {
        return films / batchFilms;
    }

    /** The films of a step, counted from 0 over all epochs. */
    public ViewLoader.Plan at(long step) {
        var stepsEpoch = step / stepsPerEpoch();
        if (stepsEpoch != epoch) {
            order = Chance.of(seed, Chance.Purpose.FILM_ORDER, stepsEpoch).permutation(films);
            epoch = stepsEpoch;
        }
        var from = (int) (step % stepsPerEpoch()) * batchFilms;
        return new ViewLoader.Plan(epoch, Arrays.copyOfRange(order, from, from + batchFilms));
    }
}
