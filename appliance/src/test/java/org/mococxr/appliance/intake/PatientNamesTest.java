package org.mococxr.appliance.intake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PatientNamesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Sharma^Anita|Anita Sharma",
                "Sharma^Anita^K^Dr|Anita Sharma",
                "Yamada^Tarou=山田^太郎=やまだ^たろう|Tarou Yamada",
                "SHARMA|SHARMA",
                "^Anita|Anita",
                " Sharma ^ Anita |Anita Sharma"
            })
    void aNameIsWrittenAsPeopleSayIt(String stored, String said) {
        assertThat(PatientNames.asSaid(stored)).isEqualTo(said);
    }
}
