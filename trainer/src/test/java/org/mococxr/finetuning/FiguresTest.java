package org.mococxr.finetuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mococxr.evaluation.Prediction;

class FiguresTest {
    @TempDir
    private Path folder = Path.of("");

    private static Prediction prediction(int number, String source, boolean label, double logit) {
        return new Prediction(number + ".png", source + "/" + number, source, "val", "tuberculosis", label, logit, 0.5);
    }

    /** A model that knows the hospital and nothing else: the sick come from one, the healthy from the other. */
    private static List<Prediction> hospitalDetector() {
        var predictions = new ArrayList<Prediction>();
        for (var i = 0; i < 60; i++) {
            var sickHospital = i % 2 == 0;
            var sick = sickHospital ? i % 12 != 0 : i % 11 == 0;
            var withinHospital = (i * 7 % 10) / 100.0;
            predictions.add(
                    prediction(i, sickHospital ? "sick" : "healthy", sick, (sickHospital ? 3 : -3) + withinHospital));
        }
        return predictions;
    }

    @Test
    void choosingAmongEpochsDoesNotRewardKnowingTheHospital() {
        var predictions = new ArrayList<>(hospitalDetector());
        for (var i = 0; i < 12; i++) { // enough of both kinds in each hospital to judge within it
            predictions.add(prediction(100 + i, "sick", false, 3 + (i % 5) / 100.0));
            predictions.add(prediction(200 + i, "healthy", true, -3 + (i % 5) / 100.0));
        }

        var pooled = Figures.of(predictions, List.of("tuberculosis"), 1)
                .get(0)
                .auroc()
                .orElseThrow();
        var selection = Figures.selection(predictions, List.of("tuberculosis")).orElseThrow();

        assertThat(pooled.value()).isGreaterThan(0.55);
        assertThat(selection).isBetween(0.3, 0.7);
        assertThat(selection).isLessThan(pooled.value());
    }

    @Test
    void withoutASourceOfBothKindsAllFilmsDecide() {
        var predictions =
                List.of(prediction(1, "a", true, 2), prediction(2, "a", true, 1), prediction(3, "b", false, 1.5));

        assertThat(Figures.selection(predictions, List.of("tuberculosis")).orElseThrow())
                .isCloseTo(0.5, within(1e-9));
    }

    @Test
    void figuresComeForAllSourcesAndForEach() {
        var figures = Figures.of(hospitalDetector(), List.of("tuberculosis"), 1);

        assertThat(figures).extracting(FindingFigure::source).containsExactly("all", "healthy", "sick");
        assertThat(figures.get(0).films()).isEqualTo(60);
        assertThat(figures.get(0).auroc()).isPresent();
        assertThat(Figures.table(figures)).hasSize(4);
    }

    @Test
    void theFileLeavesAnAurocEmptyThatDoesNotExist() {
        var figures = Figures.of(List.of(prediction(1, "a", true, 2)), List.of("tuberculosis"), 1);

        Figures.write(folder.resolve("evaluation.csv"), figures);

        assertThat(folder.resolve("evaluation.csv"))
                .content()
                .isEqualToNormalizingNewlines(
                        "finding,source,films,positives,patients,auroc,lower,upper\ntuberculosis,all,1,1,1,,,\n");
    }
}
