package org.mococxr.inputcheck.fitting;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mococxr.chance.Chance;
import org.mococxr.film.FilmPreparation;
import org.mococxr.film.FilmReader;
import org.mococxr.inputcheck.InputCheckReport.Learned;
import org.mococxr.inputcheck.InputKind;
import org.mococxr.inputcheck.Thumbnail;
import org.mococxr.phantom.PhantomFilm;
import org.mococxr.phantom.PhantomKind;

/** Everything the head is shown: real films, what was made out of them, and drawings. */
public final class Lessons {
    /** As list source: pictures of this source are side views. */
    public static final String LATERAL = "lateral";

    private static final int MOST_MADE = 2_000;

    /** A few films are shown in many variants. */
    private static final int LEAST_VARIED = 400;

    private static final int MOST_VARIANTS = 12;
    private static final int SIDE_VIEWS = 500;
    private static final int SLICES = 200;
    private static final int VARIANTS_OF_A_SIDE_VIEW = 2;
    private static final int VARIANTS_OF_A_SLICE = 3;
    private static final int VARIANTS_OF_A_LISTED_PICTURE = 8;

    /** Phantoms of the demonstration and of the golden films have small seeds. */
    private static final long FIRST_SEED = 1_000_000;

    private final long seed;
    private final int sizePixels;
    private final List<Example> examples = new ArrayList<>();
    private final Map<List<String>, Learned> learned = new LinkedHashMap<>();
    private long place;

    private Lessons(long seed, int sizePixels) {
        this.seed = seed;
        this.sizePixels = sizePixels;
    }

    /** @param terms of listed pictures other than frontal films, by source */
    static Lessons of(Gallery gallery, Map<String, String> terms, long seed, int sizePixels) {
        var lessons = new Lessons(seed, sizePixels);
        lessons.frontal(gallery.train());
        lessons.made(gallery.train());
        lessons.listed(gallery.othersToLearn(), terms);
        lessons.drawn(gallery.train().size() * variants(gallery.train()));
        return lessons;
    }

    List<Example> all() {
        return List.copyOf(examples);
    }

    List<Example> without(String source) {
        return examples.stream()
                .filter(example -> !example.source().equals(source))
                .toList();
    }

    List<Learned> learned() {
        return List.copyOf(learned.values());
    }

    private void frontal(List<SeenFilm> films) {
        var variants = variants(films);
        for (var film : films) {
            var picture = film.thumbnail().values();
            add(picture, InputKind.FRONTAL, film.source());
            for (var variant = 0; variant < variants; variant++) {
                add(Retouching.varied(picture, chance(Place.FILMS)), InputKind.FRONTAL, film.source());
            }
            count(film.source(), InputKind.FRONTAL, "");
        }
    }

    private static int variants(List<SeenFilm> films) {
        return Math.min(MOST_VARIANTS, (LEAST_VARIED + films.size() - 1) / films.size());
    }

    private void made(List<SeenFilm> films) {
        var count = Math.min(MOST_MADE, films.size() * variants(films));
        for (var i = 0; i < count; i++) {
            var film = films.get((int) ((long) i * films.size() / count));
            var picture = film.thumbnail().values();
            var chance = chance(Place.FILMS);
            add(
                    i % 2 == 0
                            ? Retouching.inverted(Retouching.varied(picture, chance))
                            : Retouching.varied(Retouching.inverted(picture), chance),
                    InputKind.INVERTED,
                    film.source());
            for (var quarters = 1; quarters <= 3; quarters++) {
                if (quarters == 2 || i % 2 == quarters / 2) {
                    var varied = Retouching.varied(picture, chance);
                    var shown = chance.happens(0.15) ? Retouching.inverted(varied) : varied;
                    add(Retouching.turned(shown, quarters), InputKind.ROTATED, film.source());
                }
            }
            for (var part = 0; part < 2; part++) {
                add(Retouching.varied(Retouching.part(picture, chance), chance), InputKind.NOT_CHEST, film.source());
            }
        }
    }

    private void listed(List<SeenFilm> pictures, Map<String, String> terms) {
        for (var picture : pictures) {
            var kind = picture.source().equals(LATERAL) ? InputKind.LATERAL : InputKind.NOT_CHEST;
            var values = picture.thumbnail().values();
            add(values, kind, picture.source());
            for (var variant = 1; variant < VARIANTS_OF_A_LISTED_PICTURE; variant++) {
                add(Retouching.varied(values, chance(Place.LISTED)), kind, picture.source());
            }
            count(picture.source(), kind, terms.getOrDefault(picture.source(), ""));
        }
    }

    private void drawn(int films) {
        var pictures = Math.min(MOST_MADE, films) * 3 / 2;
        for (var i = 0; i < pictures; i++) {
            add(Drawing.any(chance(Place.DRAWN)), InputKind.NOT_CHEST, "");
            count("drawn pictures", InputKind.NOT_CHEST, "");
        }
        for (var i = 0; i < Math.min(SIDE_VIEWS, films); i++) {
            var view = phantom(PhantomKind.LATERAL, FIRST_SEED + i, sizePixels).values();
            for (var variant = 0; variant < VARIANTS_OF_A_SIDE_VIEW; variant++) {
                add(Retouching.varied(view, chance(Place.PHANTOMS)), InputKind.LATERAL, "");
            }
            count("drawn side views", InputKind.LATERAL, "");
        }
        slices("drawn CT slices", PhantomKind.CT_SLICE, films);
        slices("drawn coronal CT", PhantomKind.CORONAL_CT, films);
    }

    private void slices(String pictures, PhantomKind kind, int films) {
        for (var i = 0; i < Math.min(SLICES, films); i++) {
            var slice = phantom(kind, FIRST_SEED + i, sizePixels).values();
            for (var variant = 0; variant < VARIANTS_OF_A_SLICE; variant++) {
                var chance = chance(Place.PHANTOMS);
                add(Retouching.varied(Retouching.windowed(slice, chance), chance), InputKind.NOT_CHEST, "");
            }
            count(pictures, InputKind.NOT_CHEST, "");
        }
    }

    /** A drawn film, through the same reading and preparation as a real one. */
    static Thumbnail phantom(PhantomKind kind, long seed, int sizePixels) {
        var film = FilmReader.read(PhantomFilm.png16(kind, seed, sizePixels));
        return Thumbnail.of(new FilmPreparation(sizePixels).prepare(film.radiograph()));
    }

    private void add(float[] picture, InputKind kind, String source) {
        examples.add(Example.of(picture, kind, source));
    }

    private void count(String pictures, InputKind kind, String terms) {
        learned.merge(
                List.of(pictures, kind.name()),
                new Learned(pictures, kind, 1, terms),
                (sum, one) -> new Learned(pictures, kind, sum.count() + 1, terms));
    }

    private Chance chance(long where) {
        return Chance.of(seed, Chance.Purpose.INPUT_CHECK, where, place++);
    }
}
