package org.mococxr.dicom;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The values in the text of an element, read leniently: what is not what it promises to be is absent. */
final class WrittenText {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("uuuuMMdd").withResolverStyle(ResolverStyle.STRICT);

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
        var numbers = new double[values.size()];
        for (var i = 0; i < numbers.length; i++) {
            try {
                numbers[i] = Double.parseDouble(values.get(i));
            } catch (NumberFormatException e) {
                return new double[0];
            }
            if (!Double.isFinite(numbers[i])) {
                return new double[0];
            }
        }
        return numbers;
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
