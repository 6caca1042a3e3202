package org.mococxr.report;

/** A meaning another system can look up: code value, coding scheme and words (PS3.3 8.8). */
public record CodedConcept(String value, String scheme, String meaning) {
    public CodedConcept {
        if (value.isBlank() || value.length() > 16) {
            throw new IllegalArgumentException("a code value has 1 to 16 characters, was '" + value + "'");
        }
        if (scheme.isBlank() || scheme.length() > 16) {
            throw new IllegalArgumentException("a coding scheme has 1 to 16 characters, was '" + scheme + "'");
        }
        if (meaning.isBlank() || meaning.length() > 64) {
            throw new IllegalArgumentException("a code meaning has 1 to 64 characters, was '" + meaning + "'");
        }
    }
}
