package org.mococxr.appliance.screening;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.mococxr.appliance.TinyModel;
import org.mococxr.appliance.language.Sentence;
import org.mococxr.inference.EngineSettings;
import org.mococxr.inference.InferenceFailedException;
import org.mococxr.inference.ProviderChoice;

/** Models are exchanged under running films: none loses its model, none of the old models stays in memory. */
final class ModelInUseTest {
    @Test
    void aFilmKeepsTheModelItBeganWithAndTheModelIsFreedAfterIt() {
        var first = open();
        try (var models = new ModelInUse(first)) {
            var film = models.borrow();

            models.replace(open());

            assertThat(film.model().selfTest().passed()).isTrue();
            film.close();
            assertThatThrownBy(first::selfTest)
                    .isInstanceOf(InferenceFailedException.class)
                    .hasMessageContaining("was closed");
            try (var next = models.borrow()) {
                assertThat(next.model()).isNotSameAs(first);
                assertThat(next.model().selfTest().passed()).isTrue();
            }
        }
    }

    @Test
    void anIdleModelIsFreedAtOnceWhenReplaced() {
        var first = open();
        try (var models = new ModelInUse(first)) {
            models.replace(open());

            assertThatThrownBy(first::selfTest).hasMessageContaining("was closed");
        }
    }

    @Test
    void aStoppedModelScoresAgainAfterAnotherCame() {
        try (var models = new ModelInUse(open())) {
            models.stop(Sentence.of("health.stopped"));
            assertThat(models.mayScore()).isFalse();
            assertThat(models.stopReason()).contains(Sentence.of("health.stopped"));

            models.replace(open());

            assertThat(models.mayScore()).isTrue();
        }
    }

    private static ActiveModel open() {
        return ActiveModel.open(TinyModel.get().choice().read(), new EngineSettings(ProviderChoice.CPU, 1, 1));
    }
}
