package org.mococxr.dicom;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.regex.Pattern;

/** What the text of each value representation may look like (PS3.5 table 6.2-1); checked where this program sets a value. */
final class TextForm {
    private static final Pattern AGE = Pattern.compile("\\d{3}[DWMY]");
    private static final Pattern CODE = Pattern.compile("[A-Z0-9 _]*");
    private static final Pattern DATE = Pattern.compile("\\d{8}");
    private static final Pattern DATE_TIME = Pattern.compile("\\d{4,14}(\\.\\d{1,6})?([+-]\\d{4})?");
    private static final Pattern TIME = Pattern.compile("\\d{2}(\\d{2}(\\d{2}(\\.\\d{1,6})?)?)?");
    private static final Pattern WHOLE = Pattern.compile("[+-]?\\d+");
    private static final Pattern DECIMAL = Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?");
    private static final int DECIMAL_CHARACTERS = 16;

    private TextForm() {}

    static void check(int tag, VR vr, String value) {
        if (value.isEmpty()) {
            return;
        }
        var fits = switch (vr) {
            case AS -> AGE.matcher(value).matches();
            case CS -> CODE.matcher(value).matches();
            case DA -> DATE.matcher(value).matches();
            case DT -> DATE_TIME.matcher(value).matches();
            case TM -> TIME.matcher(value).matches();
            case IS -> WHOLE.matcher(value).matches();
            case DS -> DECIMAL.matcher(value).matches();
            case UI -> UID.isValid(value);
            default -> vr.isLongText() || value.indexOf('\\') < 0;
        };
        if (!fits || value.length() > vr.maxCharacters()) {
            // The value itself may identify a person: it is not repeated.
            throw new IllegalArgumentException(
                    "%s: a value of %d characters is no %s".formatted(Tag.keywordOf(tag), value.length(), vr));
        }
    }

    /** The decimal text of at most 16 characters nearest to a value (DS). */
    static String decimalString(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("%s has no decimal text".formatted(value));
        }
        var shortest = WrittenText.decimal(value);
        for (var digits = DECIMAL_CHARACTERS; shortest.length() > DECIMAL_CHARACTERS; digits--) {
            shortest = new BigDecimal(value)
                    .round(new MathContext(digits))
                    .stripTrailingZeros()
                    .toString();
        }
        return shortest;
    }
}
