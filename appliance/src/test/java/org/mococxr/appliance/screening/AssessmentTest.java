package org.mococxr.appliance.screening;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AssessmentTest {
    private static final HeatMap MAP = HeatMap.of(2, 3, new float[] {1, 2, 3, -4, 5, -6});

    @ParameterizedTest
    @CsvSource({
        "0.9, 0.4, SUGGESTIVE",
        "0.1, 0.4, NOT_SUGGESTIVE",
        "0.4, 0.4, NEAR_CUT_OFF",
        "0.42, 0.4, NEAR_CUT_OFF",
        "0.38, 0.4, NEAR_CUT_OFF",
        "0.43, 0.4, SUGGESTIVE",
        "0.035, 0.03, SUGGESTIVE",
        "0.0305, 0.03, NEAR_CUT_OFF",
        "1, 0.5, SUGGESTIVE",
        "0, 0.5, NOT_SUGGESTIVE"
    })
    void decidesByTheThresholdAndFlagsWhatLiesNearIt(double probability, double threshold, Decision expected) {
        var assessment = Assessment.of("tuberculosis", probability, "balanced", threshold, MAP);

        assertThat(assessment.decision()).isEqualTo(expected);
        assertThat(assessment.suggestive()).isEqualTo(probability >= threshold);
    }

    @Test
    void aHeatMapIsReadBackAsItWasWrittenAndInterpolatesBetweenCentres() {
        var back = HeatMap.ofBytes(2, 3, MAP.toBytes());

        assertThat(back.grid()).isDeepEqualTo(MAP.grid());
        assertThat(back.largest()).isEqualTo(5f);
        assertThat(back.at(0.5, 0.5)).isEqualTo(1f, within(1e-6f));
        assertThat(back.at(0.5, 1.0)).isEqualTo(1.5f, within(1e-6f));
        assertThat(back.at(1.0, 0.5)).isEqualTo(-1.5f, within(1e-6f));
        assertThat(back.at(-3, 99)).isEqualTo(3f, within(1e-6f));
    }

    @ParameterizedTest
    @CsvSource({
        "Doe^Jane^Q, J.D.",
        "DOE, D.",
        "van der Berg^Anna-Lena, A.L.V.D.",
        "Yamada^Tarou=山田^太郎, T.Y.",
        "<script>^<b>, ''",
        "'', ''"
    })
    void namesBecomeInitials(String name, String initials) {
        assertThat(FilmIdentities.initials(name)).isEqualTo(initials);
    }
}
