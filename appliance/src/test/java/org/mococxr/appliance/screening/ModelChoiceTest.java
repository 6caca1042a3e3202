package org.mococxr.appliance.screening;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mococxr.appliance.TinyModel;

/** Which of the models that came with a box it begins with: said by a file, never by chance. */
final class ModelChoiceTest {
    @TempDir
    private Path shipped = Path.of("");

    private ModelChoice choice() {
        return new ModelChoice(Optional.empty(), List.of(TinyModel.get().trusted()), Optional.of(shipped));
    }

    private Path ship(TinyModel model) throws IOException {
        return Files.copy(
                model.modelPackage(), shipped.resolve(model.modelPackage().getFileName()));
    }

    @Test
    void takesTheHighestReleaseOfTheOnlyModel() throws IOException {
        var next = ship(TinyModel.next());
        ship(TinyModel.get());

        assertThat(choice().choose().file()).isEqualTo(next);
    }

    @Test
    void takesTheNamedModelThoughAnotherHasAHigherRelease() throws IOException {
        ship(TinyModel.get());
        var next = ship(TinyModel.next());
        ship(TinyModel.other());
        Files.writeString(shipped.resolve(ModelChoice.DEFAULT_NAME), "cxr-tiny\n");

        assertThat(choice().choose().file()).isEqualTo(next);
    }

    @Test
    void refusesToChooseBetweenModelsItself() throws IOException {
        ship(TinyModel.get());
        ship(TinyModel.other());

        assertThatThrownBy(() -> choice().choose())
                .isInstanceOf(ModelNotUsableException.class)
                .hasMessageContaining("[cxr-other, cxr-tiny]")
                .hasMessageContaining("--model");
    }

    @Test
    void refusesADefaultThatDidNotCome() throws IOException {
        ship(TinyModel.get());
        ship(TinyModel.other());
        Files.writeString(shipped.resolve(ModelChoice.DEFAULT_NAME), "cxr-else");

        assertThatThrownBy(() -> choice().choose()).hasMessageContaining("\"cxr-else\"");
    }
}
