package org.mococxr.film;

import java.util.Optional;
import java.util.Set;
import org.mococxr.dicom.Attributes;
import org.mococxr.dicom.Tag;

/**
 * The code of an item, whose meaning may be in any language (PS3.3 section 8). SNOMED CT and its forerunner SNOMED RT, which
 * DICOM used until 2017, share no values, so the value alone is the key within that family.
 *
 * @param value {@code 399067008} or {@code R-102CD}
 * @param meaning for people, else the value
 */
record Coded(String value, boolean snomed, String meaning) {
    private static final Set<String> SNOMED = Set.of("SCT", "SRT", "SNM3", "99SDM");

    static Coded of(Attributes item) {
        var value = item.getString(Tag.CodeValue)
                .or(() -> item.getString(Tag.LongCodeValue))
                .orElse("");
        return new Coded(
                value,
                item.getString(Tag.CodingSchemeDesignator)
                        .filter(SNOMED::contains)
                        .isPresent(),
                item.getString(Tag.CodeMeaning).orElse(value));
    }

    /** Its value, if it is one of SNOMED. */
    Optional<String> snomedValue() {
        return snomed ? Optional.of(value) : Optional.empty();
    }
}
