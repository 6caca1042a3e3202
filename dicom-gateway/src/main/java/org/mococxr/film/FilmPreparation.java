package org.mococxr.film;

/**
 * Turns a {@link Radiograph} into what a network sees: lookup to grey, antialiased triangle resize with the aspect kept,
 * centred on black. The trainer, the exporter's golden vectors and the box all call this class and nothing else.
 *
 * <p>Grey is looked up before the resize, as public training sets were rendered to 8 bit before they were made small.
 */
public final class FilmPreparation {
    /** Name and version of this arithmetic; a model made with another one is refused. */
    public static final String RECIPE = "triangle-pad/1";

    private final int sizePixels;

    /** @param sizePixels side S of the square that the network takes */
    public FilmPreparation(int sizePixels) {
        if (sizePixels < 8 || sizePixels > 4096) {
            throw new IllegalArgumentException("a network takes 8 to 4096 pixels a side, not " + sizePixels);
        }
        this.sizePixels = sizePixels;
    }

    public int sizePixels() {
        return sizePixels;
    }

    /** @return float32 [1,S,S], 0..1 */
    public PreparedFilm prepare(Radiograph film) {
        var placement = placement(film);
        var prepared = new float[sizePixels * sizePixels]; // [S,S]
        TriangleResize.resize(film, output(film, placement, prepared));
        return new PreparedFilm(prepared, placement);
    }

    /** A film for the network and for the eye. */
    public record Shown(PreparedFilm prepared, DisplayPicture picture) {}

    /**
     * What {@link #prepare} and {@link DisplayPicture#of} make, while each pixel is looked up once.
     *
     * @param longSidePixels longest side of the picture
     */
    public Shown prepareAndShow(Radiograph film, int longSidePixels) {
        var placement = placement(film);
        var prepared = new float[sizePixels * sizePixels]; // [S,S]
        var picture = FittedGrey.empty(film, longSidePixels);
        TriangleResize.resize(film, output(film, placement, prepared), picture.output(film));
        return new Shown(new PreparedFilm(prepared, placement), DisplayPicture.of(picture));
    }

    private Placement placement(Radiograph film) {
        return Placement.of(film.rows(), film.columns(), sizePixels);
    }

    private TriangleResize.Output output(Radiograph film, Placement placement, float[] prepared) {
        return new TriangleResize.Output(
                film,
                placement.contentRows(),
                placement.contentColumns(),
                prepared,
                placement.top() * sizePixels + placement.left(),
                sizePixels);
    }
}
