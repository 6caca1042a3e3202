package org.mococxr.report;

/**
 * What may be written as text of ours: printable ASCII without backslash, which is the same bytes in every DICOM
 * character set, so that the source film's set can be kept as it is.
 */
final class PlainText {
    /** Longest LO value (PS3.5 6.2). */
    static final int LONGEST = 64;

    private PlainText() {}

    /** @throws IllegalArgumentException naming what was found */
    static String require(String what, String text) {
        if (text.isBlank() || text.length() > LONGEST) {
            throw new IllegalArgumentException(
                    what + " must have 1 to " + LONGEST + " characters, was '" + text + "' (" + text.length() + ")");
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~' || c == '\\') {
                throw new IllegalArgumentException(
                        what + " must be printable ASCII without backslash, was '" + text + "'");
            }
        }
        return text;
    }

    static String shortened(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    }
}
