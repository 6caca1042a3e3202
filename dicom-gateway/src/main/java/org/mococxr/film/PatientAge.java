package org.mococxr.film;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.mococxr.dicom.Attributes;
import org.mococxr.dicom.Tag;

/**
 * The age at the examination in whole years: birth date against the day of the study, else the stated age with its unit.
 *
 * <p>An age without a unit ("81") is no age: in another place it might be months.
 */
final class PatientAge {
    private static final Pattern STATED = Pattern.compile("(\\d{1,3})([DWMY])");
    private static final int OLDEST_YEARS = 130;
    private static final int[] DATES_OF_EXAMINATION = {
        Tag.StudyDate, Tag.AcquisitionDate, Tag.SeriesDate, Tag.ContentDate
    };

    private PatientAge() {}

    static OptionalInt years(Attributes dataset) {
        var birth = dataset.getDate(Tag.PatientBirthDate);
        for (var tag : DATES_OF_EXAMINATION) {
            var examined = dataset.getDate(tag);
            if (birth.isPresent() && examined.isPresent()) {
                var years = between(birth.get(), examined.get());
                if (years.isPresent()) {
                    return years;
                }
            }
        }
        return dataset.getString(Tag.PatientAge).map(PatientAge::stated).orElse(OptionalInt.empty());
    }

    private static OptionalInt between(LocalDate birth, LocalDate examined) {
        var years = ChronoUnit.YEARS.between(birth, examined);
        return examined.isBefore(birth) || years > OLDEST_YEARS ? OptionalInt.empty() : OptionalInt.of((int) years);
    }

    private static OptionalInt stated(String age) {
        var parts = STATED.matcher(age);
        if (!parts.matches()) {
            return OptionalInt.empty();
        }
        var count = Integer.parseInt(parts.group(1));
        var years = switch (parts.group(2)) {
            case "D" -> count / 365;
            case "W" -> count / 52;
            case "M" -> count / 12;
            default -> count;
        };
        return years > OLDEST_YEARS ? OptionalInt.empty() : OptionalInt.of(years);
    }
}
