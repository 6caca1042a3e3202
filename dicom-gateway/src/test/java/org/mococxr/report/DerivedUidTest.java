package org.mococxr.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.mococxr.dicom.UID;

class DerivedUidTest {
    @Test
    void givesTheSameUidForTheSameParts() {
        assertThat(DerivedUid.of("film", "model", "settings")).isEqualTo(DerivedUid.of("film", "model", "settings"));
    }

    /** Frozen: reports already sent must be found again by every later version. */
    @Test
    void givesTheFrozenUid() {
        assertThat(DerivedUid.of("film", "model", "settings"))
                .isEqualTo("2.25.244550084874049907890510956336419599341");
    }

    @Test
    void keepsPartsApart() {
        assertThat(DerivedUid.of("ab", "c")).isNotEqualTo(DerivedUid.of("a", "bc"));
        assertThat(DerivedUid.of("ab", "")).isNotEqualTo(DerivedUid.of("ab"));
    }

    @Test
    void givesValidUidsOfANameBasedUuid() {
        var seen = new HashSet<String>();
        for (int i = 0; i < 2000; i++) {
            var uid = DerivedUid.of("part", Integer.toString(i));

            assertThat(UID.isValid(uid)).isTrue();
            assertThat(uid).hasSizeLessThanOrEqualTo(64).startsWith("2.25.").doesNotStartWith("2.25.0");
            var uuid = new BigInteger(uid.substring("2.25.".length()));
            assertThat(uuid.bitLength()).isLessThanOrEqualTo(128);
            assertThat(uuid.shiftRight(76).intValue() & 0xF).as("UUID version").isEqualTo(8);
            assertThat(uuid.shiftRight(62).intValue() & 0x3).as("UUID variant").isEqualTo(2);
            seen.add(uid);
        }
        assertThat(seen).hasSize(2000);
    }
}
