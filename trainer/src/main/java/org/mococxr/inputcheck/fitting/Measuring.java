package org.mococxr.inputcheck.fitting;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.mococxr.chance.Chance;
import org.mococxr.inputcheck.InputCheck;
import org.mococxr.inputcheck.InputKind;
import org.mococxr.inputcheck.RefusalRate;
import org.mococxr.inputcheck.RefusalRate.Basis;
import org.mococxr.inputcheck.Thumbnail;
import org.mococxr.phantom.PhantomKind;

/** Counts what a finished check refuses. */
final class Measuring {
    private static final int MOST_MADE = 400;
    private static final int DRAWN = 1_000;
    private static final int PHANTOMS = 100;

    /** Far from the phantoms that the check learned from. */
    private static final long FIRST_SEED = 2_000_000;

    private final InputCheck check;

    Measuring(InputCheck check) {
        this.check = check;
    }

    /** Real pictures, by source. */
    List<RefusalRate> listed(List<SeenFilm> films, boolean frontal, Basis basis) {
        var rates = new ArrayList<RefusalRate>();
        Gallery.bySource(films).forEach((source, some) -> rates.add(rate(source, frontal, basis, some)));
        return rates;
    }

    /** What must be refused, made from frontal films or drawn; judged by its shape alone. */
    List<RefusalRate> made(List<SeenFilm> films, long seed, int sizePixels) {
        var most = Math.min(MOST_MADE, films.size());
        var some = IntStream.range(0, most)
                .mapToObj(i -> films.get((int) ((long) i * films.size() / most))
                        .thumbnail()
                        .values())
                .toList();
        var chance = Chance.of(seed, Chance.Purpose.INPUT_CHECK, Place.CHECKING);
        var rates = new ArrayList<RefusalRate>();
        rates.add(changed("inverted", some, Retouching::inverted));
        rates.add(changed("turned a quarter clockwise", some, film -> Retouching.turned(film, 1)));
        rates.add(changed("turned upside down", some, film -> Retouching.turned(film, 2)));
        rates.add(changed("turned a quarter anticlockwise", some, film -> Retouching.turned(film, 3)));
        rates.add(changed("cut to a part", some, film -> Retouching.part(film, chance)));
        rates.add(drawn(
                "drawn pictures",
                IntStream.range(0, DRAWN)
                        .mapToObj(i -> Thumbnail.of(Drawing.any(chance)))
                        .toList()));
        rates.add(drawn("drawn side views", phantoms(PhantomKind.LATERAL, sizePixels)));
        rates.add(drawn("drawn CT slices", phantoms(PhantomKind.CT_SLICE, sizePixels)));
        rates.add(drawn("drawn coronal CT", phantoms(PhantomKind.CORONAL_CT, sizePixels)));
        return rates;
    }

    private static List<Thumbnail> phantoms(PhantomKind kind, int sizePixels) {
        return IntStream.range(0, PHANTOMS)
                .mapToObj(i -> Lessons.phantom(kind, FIRST_SEED + i, sizePixels))
                .toList();
    }

    private RefusalRate changed(String how, List<float[]> films, UnaryOperator<float[]> change) {
        var changed =
                films.stream().map(film -> Thumbnail.of(change.apply(film))).toList();
        return drawn("validation films " + how, changed);
    }

    private RefusalRate drawn(String what, List<Thumbnail> pictures) {
        return rate(
                what,
                false,
                Basis.VALIDATION,
                pictures.stream()
                        .map(picture -> new SeenFilm(what, picture, Optional.empty()))
                        .toList());
    }

    private RefusalRate rate(String pictures, boolean frontal, Basis basis, List<SeenFilm> films) {
        Map<InputKind, Integer> taken = new EnumMap<>(InputKind.class);
        var unusual = 0;
        for (var film : films) {
            var kind = check.kind(film.thumbnail()).kind();
            taken.merge(kind, 1, Integer::sum);
            if (kind == InputKind.FRONTAL
                    && film.embedding()
                            .filter(embedding -> check.isUnusual(check.distance(embedding)))
                            .isPresent()) {
                unusual++;
            }
        }
        return new RefusalRate(pictures, frontal, basis, taken, unusual);
    }
}
