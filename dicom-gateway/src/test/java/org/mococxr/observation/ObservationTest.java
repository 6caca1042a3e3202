package org.mococxr.observation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class ObservationTest {
    @Test
    void isSaidInEnglishWithItsValues() {
        assertThat(ObservationKind.TOO_FEW_PIXELS.of(640, 480, 900, 1_000_000L).english())
                .isEqualTo("640 x 480 pixels; at least 900 a side and 1000000 in all needed");
        assertThat(ObservationKind.BLACK_OR_WHITE.of("92.3", 90).english())
                .isEqualTo("92.3 % of the image is black or white; less than 90 % needed");
    }

    @Test
    void anObservationWithinAnotherIsSaidInItsPlace() {
        var found = ObservationKind.OTHER_CLASS.of(ObservationKind.CLASS.of("1.2.3"));

        assertThat(found.english()).isEqualTo("SOP class 1.2.3; computed or digital radiography needed");
    }

    /** Header words may hold anything. */
    @Test
    void wordsOfTheFileStayAsTheyAre() {
        assertThat(ObservationKind.VIEW.of("100 %s {0}").english()).isEqualTo("view \"100 %s {0}\"; PA or AP needed");
        assertThat(Observation.quoted("50 % lost").english()).isEqualTo("50 % lost");
    }

    @Test
    void refusesMoreOrFewerValuesThanPlaces() {
        assertThatThrownBy(() -> ObservationKind.UNDER_AGE.of()).hasMessageContaining("UNDER_AGE has 1 places");
        assertThatThrownBy(() -> ObservationKind.NO_VIEW.of("LL")).hasMessageContaining("NO_VIEW has 0 places");
    }
}
