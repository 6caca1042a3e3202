package org.mococxr.appliance.screening;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mococxr.appliance.TinyModel;
import org.mococxr.film.FilmReader;
import org.mococxr.film.GreyRecipe;
import org.mococxr.gate.GatePolicy;
import org.mococxr.inference.EngineSettings;
import org.mococxr.inference.ProviderChoice;
import org.mococxr.phantom.PhantomKind;
import org.mococxr.phantom.PhantomStudy;

/** Requirement covered: a DICOM film meets a model in the grey that the model learned from. */
class GreyOfTheModelTest {
    @TempDir
    private Path folder;

    @Test
    void aModelOfEqualisedPicturesGetsItsFilmsEqualised() throws IOException {
        var film = Files.write(folder.resolve("film.dcm"), PhantomStudy.dicom(PhantomKind.EFFUSION, 1));
        var model =
                ActiveModel.open(TinyModel.equalised().choice().read(), new EngineSettings(ProviderChoice.CPU, 1, 1));
        try (var models = new ModelInUse(model)) {
            var conclusion =
                    new Screener(models, GatePolicy::clinical).screen(film).conclusion();

            var probability = conclusion.<Double>fold(
                    scored -> scored.assessments().get(0).probability(), refused -> Double.NaN, failed -> Double.NaN);
            assertThat(probability).isEqualTo(probability(model, film, GreyRecipe.EQUALISED));
            assertThat(probability).isNotEqualTo(probability(model, film, GreyRecipe.DISPLAY));
        }
    }

    private static double probability(ActiveModel model, Path film, GreyRecipe grey) {
        return model.run(model.prepare(FilmReader.read(film, grey).radiograph()))
                .probability(0);
    }
}
