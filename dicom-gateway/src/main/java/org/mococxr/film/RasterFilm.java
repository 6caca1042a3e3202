package org.mococxr.film;

/**
 * A film that came as a plain picture.
 *
 * @param radiograph the grey film; of a colour picture, its luminance; of one in inks, nothing
 * @param format {@code PNG} or {@code JPEG}
 * @param bitsPerSample 8 or 16
 */
record RasterFilm(Radiograph radiograph, String format, int bitsPerSample, Colour colour) {
    /** What the channels hold; what is not grey is no X-ray film. */
    enum Colour {
        /** One channel, or three that are the same. */
        GREY(1, "MONOCHROME2"),
        RGB(3, "RGB"),
        /** Four inks, also as YCCK. */
        CMYK(4, "CMYK");

        private final int samples;
        private final String photometric;

        Colour(int samples, String photometric) {
            this.samples = samples;
            this.photometric = photometric;
        }

        int samples() {
            return samples;
        }

        String photometric() {
            return photometric;
        }
    }
}
