package org.mococxr.filmcheck;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.mococxr.filmlist.ListedFilm;
import org.mococxr.filmlist.PreparedFilms;

/**
 * What is odd about the films of a list. Inverted and lateral-looking are guesses from how a film correlates with the mean of its list:
 * they are for a person to look at.
 */
public final class FilmCheck {
    /** Side of the films that {@link #of} wants. */
    public static final int SIDE_PIXELS = Thumbnail.SIDE;

    private static final double BLANK_STD = 0.02;
    private static final double INVERTED = -0.3;

    /** Of public films, 11 of 14 side views and 10 of 10 CT slices lay below it, and 23 of 350 frontal films, many of them turned. */
    private static final double UNLIKE_FRONTAL = 0.5;

    private static final int LEAST_FILMS_FOR_A_MEAN = 20;

    private FilmCheck() {}

    /** What a film is remarked for. */
    public enum Kind {
        UNREADABLE,
        BLANK,
        INVERTED,
        LATERAL_LOOKING,
        DUPLICATE,
        DUPLICATE_ACROSS_SPLITS;

        /** For people and tables. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** @param words what was found, the other film included */
    public record Remark(ListedFilm film, Kind kind, String words) {}

    /** @param films prepared at {@link #SIDE_PIXELS} as 32-bit floats */
    public static List<Remark> of(PreparedFilms films) {
        var remarks = new ArrayList<Remark>();
        films.unreadable().forEach(film -> remarks.add(new Remark(film.film(), Kind.UNREADABLE, film.reason())));
        var unreadable = films.unreadable().stream().map(film -> film.film()).toList();
        var readable = IntStream.range(0, films.films().size())
                .filter(i -> !unreadable.contains(films.films().get(i)))
                .boxed()
                .toList();
        var thumbnails = readable.stream().map(i -> thumbnail(films, i)).toList();
        var drawn = new ArrayList<Thumbnail>();
        var drawnFilms = new ArrayList<ListedFilm>();
        for (var i = 0; i < thumbnails.size(); i++) {
            var film = films.films().get(readable.get(i));
            if (thumbnails.get(i).greyStd() < BLANK_STD) {
                remarks.add(new Remark(
                        film,
                        Kind.BLANK,
                        "grey varies by %.3f of 1".formatted(thumbnails.get(i).greyStd())));
            } else {
                drawn.add(thumbnails.get(i));
                drawnFilms.add(film);
            }
        }
        remarks.addAll(unlikeTheRest(drawn, drawnFilms));
        NearDuplicates.among(drawn)
                .forEach(pair ->
                        remarks.add(duplicate(pair, drawnFilms.get(pair.first()), drawnFilms.get(pair.second()))));
        return List.copyOf(remarks);
    }

    private static Thumbnail thumbnail(PreparedFilms films, int film) {
        var grey = new float[Thumbnail.SIDE * Thumbnail.SIDE];
        films.grey(film, grey, 0);
        return Thumbnail.of(grey);
    }

    private static List<Remark> unlikeTheRest(List<Thumbnail> thumbnails, List<ListedFilm> films) {
        if (thumbnails.size() < LEAST_FILMS_FOR_A_MEAN) {
            return List.of();
        }
        var mean = mean(thumbnails);
        var remarks = new ArrayList<Remark>();
        for (var i = 0; i < thumbnails.size(); i++) {
            var likeness = thumbnails.get(i).correlation(mean);
            if (likeness < INVERTED) {
                remarks.add(new Remark(
                        films.get(i),
                        Kind.INVERTED,
                        "correlates by %.2f with the mean film: bright where others are dark".formatted(likeness)));
            } else if (likeness < UNLIKE_FRONTAL) {
                remarks.add(new Remark(
                        films.get(i),
                        Kind.LATERAL_LOOKING,
                        "correlates by only %.2f with the mean film: from the side, turned, or no chest"
                                .formatted(likeness)));
            }
        }
        return remarks;
    }

    /** Of each pixel the median, which a few odd films do not move. */
    private static Thumbnail mean(List<Thumbnail> thumbnails) {
        var middle = new float[Thumbnail.SIDE * Thumbnail.SIDE];
        for (var at = 0; at < middle.length; at++) {
            var pixel = at;
            var sorted = thumbnails.stream()
                    .mapToDouble(thumbnail -> thumbnail.value(pixel))
                    .toArray();
            Arrays.sort(sorted);
            middle[at] = (float) sorted[sorted.length / 2];
        }
        return Thumbnail.of(middle);
    }

    private static Remark duplicate(NearDuplicates.Pair pair, ListedFilm first, ListedFilm second) {
        var across = first.split() != second.split();
        return new Remark(
                first,
                across ? Kind.DUPLICATE_ACROSS_SPLITS : Kind.DUPLICATE,
                "%s (%s, %s) %scorrelates by %.3f"
                        .formatted(
                                second.file(),
                                second.source(),
                                second.split().text(),
                                pair.mirrored() ? "mirrored " : "",
                                pair.correlation()));
    }
}
