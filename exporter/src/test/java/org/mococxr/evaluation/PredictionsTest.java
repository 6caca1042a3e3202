package org.mococxr.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PredictionsTest {
    @TempDir
    Path folder;

    @Test
    void readsBackWhatItWrote() {
        var predictions = List.of(
                new Prediction("a, \"b\".png", "p1", "clinic", "val", "tuberculosis", true, 1.25, 0.7773),
                new Prediction("c.dcm", "p2", "clinic", "val", "tuberculosis", false, -3e-9, 0.5));

        Predictions.write(folder.resolve("predictions.csv"), predictions);

        assertThat(Predictions.read(folder.resolve("predictions.csv"))).isEqualTo(predictions);
    }

    @Test
    void namesTheLineThatIsWrong() throws IOException {
        Path file = folder.resolve("predictions.csv");
        Files.writeString(
                file,
                "file,patient,source,split,finding,label,logit,probability\na,p,s,val,tuberculosis,1,0.5,0.6\n"
                        + "b,p,s,val,tuberculosis,2,0.5,0.6\n");

        assertThatThrownBy(() -> Predictions.read(file))
                .isInstanceOf(PredictionsUnreadableException.class)
                .hasMessageContaining("line 3 has the label \"2\", expected 0 or 1");
    }

    @Test
    void refusesOtherColumns() throws IOException {
        Path file = folder.resolve("predictions.csv");
        Files.writeString(file, "film,score\na,1\n");

        assertThatThrownBy(() -> Predictions.read(file)).hasMessageContaining("[film, score], expected [file, patient");
    }
}
