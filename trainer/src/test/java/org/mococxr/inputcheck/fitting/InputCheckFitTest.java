package org.mococxr.inputcheck.fitting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.mococxr.inputcheck.InputCheck;
import org.mococxr.inputcheck.InputCheckReport.Learned;
import org.mococxr.inputcheck.InputKind;
import org.mococxr.inputcheck.RefusalRate;
import org.mococxr.inputcheck.RefusalRate.Basis;
import org.mococxr.inputcheck.Thumbnail;
import org.mococxr.phantom.PhantomKind;
import org.mococxr.run.Journal;

/** On drawn films of two sources; their embeddings are invented. */
class InputCheckFitTest {
    private static final int SIZE = 64;
    private static final int EMBEDDING = 12;

    private static InputCheck check;

    @BeforeAll
    static void fit() {
        check = InputCheckFit.fit(gallery(), settings(), Journal.SILENT);
    }

    @Test
    void frontalFilmsPassAndAllOthersAreRefusedForWhatTheyAre() {
        for (int seed = 900; seed < 920; seed++) {
            Thumbnail frontal = Lessons.phantom(PhantomKind.EFFUSION_AND_TB, seed, SIZE);
            assertThat(kind(frontal)).isEqualTo(InputKind.FRONTAL);
            assertThat(kind(Lessons.phantom(PhantomKind.LATERAL, seed, SIZE))).isEqualTo(InputKind.LATERAL);
            assertThat(kind(Lessons.phantom(PhantomKind.CT_SLICE, seed, SIZE))).isEqualTo(InputKind.NOT_CHEST);
            assertThat(kind(Lessons.phantom(PhantomKind.CORONAL_CT, seed, SIZE)))
                    .isEqualTo(InputKind.NOT_CHEST);
            assertThat(kind(Thumbnail.of(Retouching.inverted(frontal.values()))))
                    .isEqualTo(InputKind.INVERTED);
            assertThat(kind(Thumbnail.of(Retouching.turned(frontal.values(), 1 + seed % 3))))
                    .isEqualTo(InputKind.ROTATED);
        }
    }

    @Test
    void aMirroredFilmIsStillFrontal() {
        float[] film = Lessons.phantom(PhantomKind.NORMAL, 950, SIZE).values();
        float[] mirrored = new float[film.length];
        for (int i = 0; i < film.length; i++) {
            mirrored[i] = film[i / SIZE * SIZE + SIZE - 1 - i % SIZE];
        }

        assertThat(kind(Thumbnail.of(mirrored))).isEqualTo(InputKind.FRONTAL);
    }

    @Test
    void embeddingsLikeTheTrainingFilmsPassAndOthersAreUnusual() {
        assertThat(check.isUnusual(check.distance(embedding(77, 0)))).isFalse();
        assertThat(check.isUnusual(check.distance(embedding(77, 40)))).isTrue();
    }

    @Test
    void theSamePicturesAndSeedGiveTheSameBytes() {
        InputCheck again = InputCheckFit.fit(gallery(), settings(), Journal.SILENT);

        assertThat(again.tensors()).isEqualTo(check.tensors());
        assertThat(again.reportDocument()).isEqualTo(check.reportDocument());
    }

    @Test
    void tellsWhatItLearnedFromAndHowOftenItIsRight() {
        assertThat(check.report().learned())
                .extracting(Learned::pictures)
                .containsExactly(
                        "north",
                        "south",
                        "lateral",
                        "drawn pictures",
                        "drawn side views",
                        "drawn CT slices",
                        "drawn coronal CT");
        assertThat(check.report().learnedFilms(false))
                .extracting(Learned::terms)
                .containsExactly("drawn for this test");
        assertThat(check.report().rates())
                .filteredOn(RefusalRate::frontal)
                .extracting(RefusalRate::pictures, RefusalRate::basis, RefusalRate::films)
                .containsExactly(
                        tuple("north", Basis.VALIDATION, 10),
                        tuple("south", Basis.VALIDATION, 10),
                        tuple("north", Basis.SOURCE_LEFT_OUT, 24),
                        tuple("south", Basis.SOURCE_LEFT_OUT, 24),
                        tuple("east", Basis.NEVER_SEEN, 6));
        assertThat(check.report().rates())
                .filteredOn(rate -> !rate.frontal())
                .hasSize(10)
                .allSatisfy(rate ->
                        assertThat(rate.share().value()).as(rate.pictures()).isGreaterThan(0.7));
        assertThat(check.report().distanceFilms()).isEqualTo(24);
    }

    @Test
    void needsFilmsToLearnFromAndOthersToSetThresholdsOn() {
        List<SeenFilm> some = films("north", 1, 3);

        assertThatThrownBy(() -> new Gallery(some, List.of(), List.of(), List.of(), List.of()))
                .hasMessageContaining("frontal films of the splits train and val, got 3 and 0");
    }

    private static InputKind kind(Thumbnail picture) {
        return check.kind(picture).kind();
    }

    private static InputCheckFit.Settings settings() {
        return new InputCheckFit.Settings(
                "ab".repeat(32), SIZE, Map.of("lateral", "drawn for this test", "never used", "x"), 1);
    }

    private static Gallery gallery() {
        List<SeenFilm> train = new ArrayList<>(films("north", 100, 24));
        train.addAll(films("south", 200, 24));
        List<SeenFilm> validation = new ArrayList<>(films("north", 300, 10));
        validation.addAll(films("south", 400, 10));
        List<SeenFilm> laterals = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            laterals.add(
                    new SeenFilm("lateral", Lessons.phantom(PhantomKind.LATERAL, 500 + i, SIZE), Optional.empty()));
        }
        return new Gallery(train, validation, laterals.subList(0, 2), films("east", 600, 6), laterals.subList(2, 4));
    }

    private static List<SeenFilm> films(String source, long seed, int count) {
        List<SeenFilm> films = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            PhantomKind kind = i % 2 == 0 ? PhantomKind.NORMAL : PhantomKind.EFFUSION;
            films.add(new SeenFilm(
                    source,
                    Lessons.phantom(kind, seed + i, SIZE),
                    i % 2 == 0 ? Optional.of(embedding(seed + i, 0)) : Optional.empty()));
        }
        return films;
    }

    private static float[] embedding(long seed, double away) {
        var random = new Random(seed);
        float[] embedding = new float[EMBEDDING];
        for (int i = 0; i < EMBEDDING; i++) {
            embedding[i] = (float) (random.nextGaussian() + away);
        }
        return embedding;
    }
}
