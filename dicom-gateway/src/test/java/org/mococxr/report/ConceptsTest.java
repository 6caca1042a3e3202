package org.mococxr.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ConceptsTest {
    @Test
    void knowsTheFindingsByTheNamesOfFilmLists() {
        assertThat(Concepts.finding("pleural_effusion")).contains(Concepts.PLEURAL_EFFUSION);
        assertThat(Concepts.finding("tuberculosis")).contains(Concepts.TUBERCULOSIS);
        assertThat(Concepts.finding("cardiomegaly")).isEmpty();
    }

    /** Tuberculosis is a laboratory's diagnosis, and its SNOMED code is not free to use. */
    @Test
    void namesAnAppearanceRatherThanTheDisease() {
        var concept = Concepts.TUBERCULOSIS.concept();

        assertThat(concept.scheme()).isEqualTo("99MOCOCXR");
        assertThat(concept.meaning()).contains("suggestive of");
    }

    @Test
    void refusesCodesThatDoNotFitTheirElements() {
        assertThatThrownBy(() -> new CodedConcept("12345678901234567", "SCT", "too long"))
                .hasMessage("a code value has 1 to 16 characters, was '12345678901234567'");
    }
}
