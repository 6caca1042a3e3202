package org.mococxr.assessment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mococxr.evaluation.Prediction;
import org.mococxr.filmlist.ListedFilm;
import org.mococxr.filmlist.Split;
import org.mococxr.json.StrictJson;

class AssessmentTest {
    @TempDir
    private Path folder = Path.of("");

    private static ListedFilm film(int i) {
        return new ListedFilm(
                Path.of("f" + i),
                "f" + i,
                "p" + i,
                "",
                i % 3 == 0 ? "" : "PA",
                i % 4 == 0 ? OptionalInt.empty() : OptionalInt.of(20 + i),
                i % 2 == 0 ? "F" : "M",
                i < 20 ? "north" : "south",
                Split.TEST,
                Map.of());
    }

    private static Prediction prediction(int i, double logit) {
        return new Prediction(
                "f" + i, "p" + i, i < 20 ? "north" : "south", "test", "tuberculosis", i % 2 == 0, logit, 0.5);
    }

    private static List<Prediction> predictions(double shift) {
        var random = new Random(4);
        return IntStream.range(0, 40)
                .mapToObj(i -> prediction(i, shift + random.nextGaussian() + (i % 2 == 0 ? 1.5 : 0)))
                .toList();
    }

    private static Assessment.Finding assessed(double shift) {
        var films = IntStream.range(0, 40).mapToObj(AssessmentTest::film).toList();
        return Assessment.findings(List.of("tuberculosis"), predictions(shift), films, predictions(0), 1)
                .get(0);
    }

    @Test
    void groupsFilmsByAllThatTheListSaysOfThem() {
        var groups = assessed(0).groups();

        assertThat(groups.stream()
                        .map(group -> group.of().kind() + " " + group.of().name()))
                .containsExactly(
                        "all all",
                        "source north",
                        "source south",
                        "sex F",
                        "sex M",
                        "age 18-39",
                        "age 40-64",
                        "age unknown",
                        "view PA",
                        "view unknown");
        assertThat(groups.get(0).films()).isEqualTo(40);
        assertThat(groups.get(0).auroc()).isPresent();
        var women = groups.get(3);
        assertThat(women.films()).isEqualTo(20);
        assertThat(women.positives()).isEqualTo(20); // here only women have it: no AUROC, and none is made up
        assertThat(women.auroc()).isEmpty();
    }

    @Test
    void thresholdsAndCalibrationComeFromTheValidationFilms() {
        var same = assessed(0);
        var shifted = assessed(3); // a hospital where everything scores higher

        for (var cutOff : same.cutOffs()) {
            assertThat(cutOff.sensitivity().orElseThrow().value())
                    .isEqualTo(cutOff.sensitivityThen().value());
        }
        for (var i = 0; i < 3; i++) {
            assertThat(shifted.cutOffs().get(i).threshold())
                    .isEqualTo(same.cutOffs().get(i).threshold());
            assertThat(shifted.cutOffs().get(i).specificity().orElseThrow().value())
                    .isLessThan(
                            same.cutOffs().get(i).specificity().orElseThrow().value());
        }
        assertThat(shifted.groups().get(0).auroc())
                .isEqualTo(same.groups().get(0).auroc());
        assertThat(shifted.calibration().orElseThrow().eceAfter())
                .isGreaterThan(same.calibration().orElseThrow().eceAfter());
        assertThat(same.calibration().orElseThrow().brierAfter())
                .isLessThan(same.calibration().orElseThrow().brierBefore());
    }

    @Test
    void writesForPeopleAndPrograms() throws Exception {
        AssessmentPages.write(new Assessment("abc", "resnet18", "test", List.of(assessed(0))), folder);

        assertThat(folder.resolve("report.html")).content().contains("source north", "sensitivity90", "Brier score");
        assertThat(Files.readAllLines(folder.resolve("subgroups.csv"))).hasSize(11);
        assertThat(StrictJson.read(Files.readAllBytes(folder.resolve("assessment.json")), Assessment.class))
                .isEqualTo(new Assessment("abc", "resnet18", "test", List.of(assessed(0))));
    }
}
