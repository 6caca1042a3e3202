package org.mococxr.report;

import org.mococxr.film.DisplayPicture;
import org.mococxr.film.Radiograph;
import org.mococxr.film.Rendering;

/**
 * As much of a film as a secondary capture shows of it: half a megabyte instead of the twenty of its pixels, so that whoever has read
 * the film anyway can keep it until the report is made.
 *
 * @param picture the film, made small
 * @param filmRows of the film itself
 * @param filmColumns of the film itself
 */
public record FilmPrint(DisplayPicture picture, int filmRows, int filmColumns, Rendering rendering) {
    public static final int LONG_SIDE_PIXELS = 800;

    public static FilmPrint of(Radiograph film) {
        return of(film, DisplayPicture.of(film, LONG_SIDE_PIXELS));
    }

    /** @param picture of this film, {@link #LONG_SIDE_PIXELS} long */
    public static FilmPrint of(Radiograph film, DisplayPicture picture) {
        return new FilmPrint(picture, film.rows(), film.columns(), film.rendering());
    }
}
