package org.mococxr.spreadsheet;

/**
 * Text from outside (names of files, of patients, of senders) as a cell of a table that people open in a spreadsheet, where a cell may
 * compute, and where what is shown may run otherwise than what is there. Quoting for CSV is left to whoever writes the table.
 */
public final class SafeCell {
    /** Begin a formula, also in the full-width and small forms that spreadsheets of East Asia take for the same. */
    private static final String FORMULA = "=+-@\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b\u2212";

    /** Join letters in Hindi and Persian; they turn nothing round. */
    private static final String JOINERS = "\u200c\u200d";

    private SafeCell() {}

    /**
     * The text with an apostrophe before what would begin a formula, and with everything that shows nothing or turns the direction of
     * writing as an escape such as <code>&#92;u202E</code>. Ordinary text stays as it is.
     */
    public static String of(String text) {
        var cell = new StringBuilder(text.length() + 1);
        var first = text.stripLeading();
        if (!first.isEmpty() && FORMULA.indexOf(first.charAt(0)) >= 0) {
            cell.append('\'');
        }
        text.codePoints().forEach(point -> {
            if (isShown(point)) {
                cell.appendCodePoint(point);
            } else {
                cell.append("\\u%04X".formatted(point));
            }
        });
        return cell.toString();
    }

    private static boolean isShown(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                false;
            case Character.FORMAT -> JOINERS.indexOf(point) >= 0;
            default -> true;
        };
    }
}
