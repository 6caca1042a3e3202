package org.mococxr.appliance.web.films;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ResultsTableTest {
    @ParameterizedTest
    @ValueSource(strings = {"=HYPERLINK(\"http://x\")", "+1", "-2+3", "@SUM(A1)", "\tx", "\rx"})
    void whatAPeerWroteBecomesNoFormula(String text) {
        assertThat(ResultsTable.plain(text)).isEqualTo("'" + text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "P-1", "a=b", "12"})
    void otherTextStaysAsItIs(String text) {
        assertThat(ResultsTable.plain(text)).isEqualTo(text);
    }
}
