package org.mococxr.appliance.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mococxr.appliance.language.Sentence;
import org.mococxr.appliance.screening.Conclusion;
import org.mococxr.appliance.screening.ModelName;

/** A model that is tried out sees the films that the model in use scored, once each, and changes no result. */
final class ModelRecordTest {
    private static final ModelName SHADOW = new ModelName("shadow", "b".repeat(64));

    @TempDir
    private Path folder;

    private JournalUnderTest box;
    private ModelRecord models;
    private Instant since;

    @BeforeEach
    void open() {
        box = JournalUnderTest.in(folder);
        models = box.journal.models();
        since = box.clock.instant();
    }

    @AfterEach
    void close() {
        box.close();
    }

    @Test
    void theShadowSeesEveryScoredFilmOnceAndOnlyThose() {
        var scored = film("a", 0.9);
        box.receiveInStudy("b", "1.9");
        box.refuseNext();
        box.receiveInStudy("c", "1.9"); // still waits

        var next = models.nextForShadow(SHADOW.digest(), since).orElseThrow();
        models.shadowConcluded(next, SHADOW.digest(), JournalUnderTest.scored(SHADOW, 0.7, 0.4));
        models.shadowConcluded(next, SHADOW.digest(), JournalUnderTest.scored(SHADOW, 0.1, 0.4)); // after a crash, say

        assertThat(next.ref()).isEqualTo(scored);
        assertThat(models.nextForShadow(SHADOW.digest(), since)).isEmpty();
        assertThat(models.agreement(SHADOW.digest()).get(0).films()).isEqualTo(1);
        assertThat(models.agreement(SHADOW.digest()).get(0).both()).isEqualTo(1);
        var shown = (Conclusion.Scored) box.film(scored).outcome().orElseThrow().conclusion();
        assertThat(shown.model()).isEqualTo(JournalUnderTest.ACTIVE);
        assertThat(shown.assessments().get(0).probability()).isEqualTo(0.9);
    }

    @Test
    void filmsFromBeforeTheTrialAreLeftAlone() {
        film("a", 0.9);
        box.clock.pass(Duration.ofSeconds(1));

        assertThat(models.nextForShadow(SHADOW.digest(), box.clock.instant())).isEmpty();
        assertThat(models.nextForShadow(JournalUnderTest.ACTIVE.digest(), since))
                .as("a model is not compared with itself")
                .isEmpty();
    }

    @Test
    void agreementIsCountedAsByHand() {
        shadowed("a", 0.9, 0.8); // both
        shadowed("b", 0.9, 0.1); // only the model in use
        shadowed("c", 0.2, 0.6); // only the shadow
        shadowed("d", 0.1, 0.2); // neither

        var agreement = models.agreement(SHADOW.digest()).get(0);

        assertThat(agreement.films()).isEqualTo(4);
        assertThat(agreement.both()).isEqualTo(1);
        assertThat(agreement.onlyActive()).isEqualTo(1);
        assertThat(agreement.onlyShadow()).isEqualTo(1);
        assertThat(agreement.neither()).isEqualTo(1);
        assertThat(agreement.agreement()).isEqualTo(0.5);
        assertThat(agreement.meanDifference()).isCloseTo((0.1 + 0.8 + 0.4 + 0.1) / 4, within(1e-12));
        assertThat(agreement.positivityShadow()).isEqualTo(0.5);
    }

    @Test
    void aFilmTheShadowFailsOnIsCountedAndNotTriedForEver() {
        film("a", 0.9);
        var next = models.nextForShadow(SHADOW.digest(), since).orElseThrow();

        models.shadowConcluded(
                next, SHADOW.digest(), new Conclusion.Failed(Sentence.quoted("stumbled"), Duration.ZERO));

        assertThat(models.nextForShadow(SHADOW.digest(), since)).isEmpty();
        assertThat(models.notScoredByShadow(SHADOW.digest())).isEqualTo(1);
        assertThat(models.agreement(SHADOW.digest())).isEmpty();
    }

    @Test
    void whatHappenedToModelsIsKeptNewestFirst() {
        models.happened(SHADOW.digest(), "installed", Sentence.of("model.event.trial"));
        models.happened(SHADOW.digest(), "activated", Sentence.of("model.event.confirmed"));

        assertThat(models.events(10)).extracting(ModelEvent::kind).containsExactly("activated", "installed");
        assertThat(models.events(1)).hasSize(1);
    }

    private String film(String digest, double probability) {
        var ref = box.receive(digest, ReceivedFilm.Source.DICOM, Optional.empty());
        box.scoreNext(probability, 0.4);
        return ref;
    }

    private void shadowed(String digest, double active, double shadow) {
        film(digest, active);
        models.shadowConcluded(
                models.nextForShadow(SHADOW.digest(), since).orElseThrow(),
                SHADOW.digest(),
                JournalUnderTest.scored(SHADOW, shadow, 0.4));
    }
}
