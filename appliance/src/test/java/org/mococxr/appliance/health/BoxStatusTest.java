package org.mococxr.appliance.health;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BoxStatusTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "The disk is full: 12 MiB are free. And more.|the disk is full",
                "Le disque est plein : 12 Mio sont libres.|le disque est plein",
                "डिस्क भर गई है: 12 MiB खाली हैं।|डिस्क भर गई है",
                "Nobody knows. Ask.|nobody knows"
            })
    void whatStandsBehindTheStateEndsBeforeTheFigures(String sentence, String beginning) {
        assertThat(BoxStatus.beginning(sentence)).isEqualTo(beginning);
    }
}
