package org.mococxr.spreadsheet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What others wrote neither computes in a spreadsheet nor shows something else than is there. */
class SafeCellTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\uff1d1", "\uff0b1", "\uff0d1", "\uff201", "\ufe661", " =1"})
    void whatWouldBeAFormulaIsText(String text) {
        assertThat(SafeCell.of(text)).isEqualTo("'" + text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\t=1", "\r=1", "\n=1"})
    void aFormulaBehindAControlIsTextToo(String text) {
        assertThat(SafeCell.of(text)).startsWith("'\\u00").endsWith("=1");
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0, 7, 9, 10, 13, 0x1b, 0x7f, 0x9b, 0x200e, 0x200f, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066,
                0x2067, 0x2068, 0x2069, 0x61c, 0x2028, 0x2029, 0xfeff, 0xd800
            })
    void whatIsNotSeenIsShown(int point) {
        assertThat(SafeCell.of("a" + (char) point + "b")).isEqualTo("a\\u%04Xb".formatted(point));
    }

    @Test
    void ordinaryNamesStayAsTheyAre() {
        for (var name : new String[] {
            "",
            "film 1.dcm",
            "Müller, Zoë.dcm",
            "C:\\films\\a-b=c.dcm",
            "./-film.dcm",
            "क्‍ष.dcm",
            "胸部.dcm",
            "🫁.png",
            "1.2.840.1"
        }) {
            assertThat(SafeCell.of(name)).isEqualTo(name);
        }
    }
}
