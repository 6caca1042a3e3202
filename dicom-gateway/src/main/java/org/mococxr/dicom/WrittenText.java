package org.mococxr.dicom;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/** The values in the text of an element, read leniently: what is not what it promises to be is absent. */
final class WrittenText {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("uuuuMMdd").withResolverStyle(ResolverStyle.STRICT);

    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");
    private static final Pattern DECIMAL_COMMA =
            Pattern.compile("[+-]?(0*,\\d+|\\d+,(\\d{1,2}|\\d{4,}))([eE][+-]?\\d+)?");

    private WrittenText() {}

    /** Without their padding, empty ones included. */
    static List<String> values(VR vr, String text) {
        if (vr.isLongText()) {
            return List.of(withoutTrailingPadding(text));
        }
        return Arrays.stream(text.split("\\\\", -1))
                .map(String::strip)
                .map(WrittenText::withoutTrailingPadding)
                .toList();
    }

    /** Spaces and the NULs that some writers pad text with. */
    private static String withoutTrailingPadding(String text) {
        var end = text.length();
        while (end > 0 && (text.charAt(end - 1) == ' ' || text.charAt(end - 1) == 0)) {
            end--;
        }
        return text.substring(0, end);
    }

    /** Empty when any of them is no number. */
    static double[] numbers(List<String> values) {
        var numbers = values.stream().map(WrittenText::number).toList();
        return numbers.stream().allMatch(OptionalDouble::isPresent)
                ? numbers.stream().mapToDouble(OptionalDouble::getAsDouble).toArray()
                : new double[0];
    }

    /**
     * A finite number in decimal (PS3.5 section 6.2, DS and IS). Some writers put the comma of their country where the standard wants a point;
     * a comma before just three digits may part thousands and is not read.
     */
    static OptionalDouble number(String text) {
        var pointed = DECIMAL_COMMA.matcher(text).matches() ? text.replace(',', '.') : text;
        if (!NUMBER.matcher(pointed).matches()) {
            return OptionalDouble.empty();
        }
        var number = Double.parseDouble(pointed);
        return Double.isFinite(number) ? OptionalDouble.of(number) : OptionalDouble.empty();
    }

    static String decimal(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    /** Of a DA value, also in the ACR-NEMA form {@code 1997.12.31}. */
    static Optional<LocalDate> date(String text) {
        var digits = text.replace(".", "");
        try {
            return digits.length() < 8 ? Optional.empty() : Optional.of(LocalDate.parse(digits.substring(0, 8), DATE));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    static String of(LocalDate date) {
        return DATE.format(date);
    }
}
