package org.mococxr.film;

/**
 * A film that came as a plain picture.
 *
 * @param radiograph the grey film; of a colour picture, its luminance
 * @param format {@code PNG} or {@code JPEG}
 * @param bitsPerSample 8 or 16
 * @param colour whether the channels differ, so that it is no X-ray film
 */
record RasterFilm(Radiograph radiograph, String format, int bitsPerSample, boolean colour) {}
