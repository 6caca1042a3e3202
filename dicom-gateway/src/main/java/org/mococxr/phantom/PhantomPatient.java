package org.mococxr.phantom;

import java.time.LocalDate;
import java.time.Period;
import java.util.Locale;

/**
 * An adult who does not exist.
 *
 * @param number 1 and up, makes the patient id
 * @param name as DICOM writes it: family^given
 * @param sex M or F
 */
public record PhantomPatient(int number, String name, LocalDate birthDate, String sex) {
    /** The day all phantom films are taken, so that the same seed gives the same object. */
    public static final LocalDate STUDY_DATE = LocalDate.of(2026, 1, 15);

    public PhantomPatient {
        if (number < 1) {
            throw new IllegalArgumentException("phantom patient number must be 1 or more, was " + number);
        }
        if (!sex.equals("M") && !sex.equals("F")) {
            throw new IllegalArgumentException("phantom patient sex must be M or F, was '" + sex + "'");
        }
        if (birthDate.isAfter(STUDY_DATE)) {
            throw new IllegalArgumentException(
                    "phantom patient born on " + birthDate + ", after the film of " + STUDY_DATE);
        }
    }

    /** The adult (18 to 84 years) of a number; the name says what the film shows. */
    public static PhantomPatient of(int number, PhantomKind kind) {
        var chance = Chance.of(number, "patient");
        var birthDate = STUDY_DATE.minusYears(chance.between(18, 84)).minusDays(chance.between(0, 360));
        return new PhantomPatient(number, "Phantom^" + givenName(kind), birthDate, chance.happens(0.5) ? "M" : "F");
    }

    /** PHANTOM-0001 and so on. */
    public String id() {
        return String.format(Locale.ROOT, "PHANTOM-%04d", number);
    }

    public int ageYears() {
        return Period.between(birthDate, STUDY_DATE).getYears();
    }

    private static String givenName(PhantomKind kind) {
        return switch (kind) {
            case NORMAL -> "Normal";
            case EFFUSION -> "Effusion";
            case TB_LIKE -> "TB-like";
            case EFFUSION_AND_TB -> "Effusion-TB";
            case LATERAL -> "Lateral";
            case CT_SLICE, CORONAL_CT -> "CT";
        };
    }
}
