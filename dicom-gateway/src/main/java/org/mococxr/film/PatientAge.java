package org.mococxr.film;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import org.mococxr.dicom.Attributes;
import org.mococxr.dicom.Tag;

/**
 * The age at the examination in whole years: birth date against the day of the study, else the stated age with its unit. Where
 * what the header says differs by more than a year, the lowest counts: a grown-up who is refused is read by a person, a child
 * who is scored is misled about.
 *
 * <p>An age without a unit ("81") is no age: in another place it might be months. A birth date that programs write where they
 * have none is none.
 *
 * @param contradicts whether the header says ages that differ by more than a year
 */
record PatientAge(OptionalInt years, boolean contradicts) {
    private static final Pattern STATED = Pattern.compile("(\\d{1,3})([DWMY])");
    private static final int OLDEST_YEARS = 130;
    private static final int MOST_DIFFERENCE_YEARS = 1;

    /** Day zero of common calendars and spreadsheets, and what forms are filled in with. */
    private static final Set<LocalDate> PLACEHOLDERS = Set.of(
            LocalDate.of(1899, 12, 30),
            LocalDate.of(1899, 12, 31),
            LocalDate.of(1900, 1, 1),
            LocalDate.of(1901, 1, 1),
            LocalDate.of(1904, 1, 1));

    private static final int[] DATES_OF_EXAMINATION = {
        Tag.StudyDate, Tag.AcquisitionDate, Tag.SeriesDate, Tag.ContentDate
    };

    static PatientAge of(Attributes dataset) {
        var ages = new ArrayList<Integer>();
        var birth = dataset.getDate(Tag.PatientBirthDate).filter(date -> !PLACEHOLDERS.contains(date));
        for (var tag : DATES_OF_EXAMINATION) {
            var examined = dataset.getDate(tag);
            if (birth.isPresent() && examined.isPresent()) {
                between(birth.get(), examined.get()).ifPresent(ages::add);
            }
        }
        dataset.getString(Tag.PatientAge).map(PatientAge::stated).ifPresent(age -> age.ifPresent(ages::add));
        if (ages.isEmpty()) {
            return new PatientAge(OptionalInt.empty(), false);
        }
        var first = ages.get(0);
        var lowest = ages.stream().mapToInt(Integer::intValue).min().getAsInt();
        var highest = ages.stream().mapToInt(Integer::intValue).max().getAsInt();
        var contradicts = highest - lowest > MOST_DIFFERENCE_YEARS;
        return new PatientAge(OptionalInt.of(contradicts ? lowest : first), contradicts);
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
