package org.mococxr.dicom;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How the text of a data set is encoded (PS3.3 C.12.1.1.2, PS3.5 section 6.1).
 *
 * <p>Decoding knows the single-byte sets, UTF-8, GB18030, GBK, and the ISO 2022 code extensions for Japanese, Korean and
 * Chinese. What cannot be decoded becomes U+FFFD: text is for people to read, identification is copied as bytes.
 */
public final class SpecificCharacterSet {
    private static final Map<String, Charset> SINGLE_BYTE = charsets(Map.ofEntries(
            Map.entry("100", "ISO-8859-1"),
            Map.entry("101", "ISO-8859-2"),
            Map.entry("109", "ISO-8859-3"),
            Map.entry("110", "ISO-8859-4"),
            Map.entry("144", "ISO-8859-5"),
            Map.entry("127", "ISO-8859-6"),
            Map.entry("126", "ISO-8859-7"),
            Map.entry("138", "ISO-8859-8"),
            Map.entry("148", "ISO-8859-9"),
            Map.entry("203", "ISO-8859-15"),
            Map.entry("166", "TIS-620"),
            Map.entry("13", "JIS_X0201")));

    /** Escape sequences after ESC that select what high bytes (G1) mean. */
    private static final Map<String, Charset> ESCAPES_HIGH = charsets(Map.ofEntries(
            Map.entry("-A", "ISO-8859-1"),
            Map.entry("-B", "ISO-8859-2"),
            Map.entry("-C", "ISO-8859-3"),
            Map.entry("-D", "ISO-8859-4"),
            Map.entry("-L", "ISO-8859-5"),
            Map.entry("-G", "ISO-8859-6"),
            Map.entry("-F", "ISO-8859-7"),
            Map.entry("-H", "ISO-8859-8"),
            Map.entry("-M", "ISO-8859-9"),
            Map.entry("-b", "ISO-8859-15"),
            Map.entry("-T", "TIS-620"),
            Map.entry(")I", "JIS_X0201"),
            Map.entry("$)C", "EUC-KR"),
            Map.entry("$)A", "GB2312")));

    /** Escape sequences after ESC that make low bytes (G0) two-byte characters. */
    private static final Map<String, Charset> ESCAPES_LOW_TWO_BYTES =
            charsets(Map.of("$B", "x-JIS0208", "$@", "x-JIS0208", "$(D", "JIS_X0212-1990"));

    /** Escape sequences after ESC that return low bytes (G0) to ASCII or its Japanese twin. */
    private static final Set<String> ESCAPES_LOW_ASCII = Set.of("(B", "(J");

    private static final Charset GB18030 = Charset.forName("GB18030");
    private static final Charset GBK = Charset.forName("GBK");

    private static final byte ESC = 0x1b;
    private static final char REPLACEMENT = '\ufffd';

    static final SpecificCharacterSet ASCII = new SpecificCharacterSet(StandardCharsets.US_ASCII, false);

    /** The set of the bytes as they come, or the set of high bytes until an escape sequence says otherwise. */
    private final Charset initial;

    private final boolean codeExtensions;

    /** Resolved when the class is loaded: a program packaged without module jdk.charsets fails at its first film, in words. */
    private static Map<String, Charset> charsets(Map<String, String> names) {
        return names.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, entry -> Charset.forName(entry.getValue())));
    }

    private SpecificCharacterSet(Charset initial, boolean codeExtensions) {
        this.initial = initial;
        this.codeExtensions = codeExtensions;
    }

    /** @param terms the values of SpecificCharacterSet; unknown ones are read as ASCII */
    static SpecificCharacterSet of(List<String> terms) {
        var first = terms.isEmpty() ? "" : terms.get(0);
        return new SpecificCharacterSet(charsetOf(first), terms.size() > 1 || first.startsWith("ISO 2022"));
    }

    private static Charset charsetOf(String term) {
        return switch (term) {
            case "ISO_IR 192" -> StandardCharsets.UTF_8;
            case "GB18030" -> GB18030;
            case "GBK" -> GBK;
            default ->
                Optional.ofNullable(SINGLE_BYTE.get(term.substring(term.lastIndexOf(' ') + 1)))
                        .orElse(StandardCharsets.US_ASCII);
        };
    }

    String decode(byte[] bytes) {
        return codeExtensions ? decodeWithEscapes(bytes) : decodeSimply(bytes, initial);
    }

    /**
     * Each byte that JIS X 0201 and ASCII read differently stays ASCII (backslash, tilde), because the backslash separates
     * values in DICOM.
     */
    private static String decodeSimply(byte[] bytes, Charset charset) {
        var text = new String(bytes, charset);
        return charset.name().equals("JIS_X0201") ? text.replace('\u00a5', '\\').replace('\u203e', '~') : text;
    }

    private String decodeWithEscapes(byte[] bytes) {
        var text = new StringBuilder();
        var low = Optional.<Charset>empty();
        var high = initial;
        var at = 0;
        while (at < bytes.length) {
            if (bytes[at] == ESC) {
                var escape = escapeAt(bytes, at + 1);
                if (ESCAPES_LOW_ASCII.contains(escape)) {
                    low = Optional.empty();
                } else if (ESCAPES_LOW_TWO_BYTES.containsKey(escape)) {
                    low = Optional.ofNullable(ESCAPES_LOW_TWO_BYTES.get(escape));
                } else if (ESCAPES_HIGH.containsKey(escape)) {
                    high = ESCAPES_HIGH.getOrDefault(escape, initial);
                } else {
                    text.append(REPLACEMENT);
                }
                at += 1 + escape.length();
                continue;
            }
            var end = at;
            while (end < bytes.length && bytes[end] != ESC && !isControl(bytes[end])) {
                end++;
            }
            if (end == at) {
                // Line ends and other controls return both halves to their initial sets (PS3.5 section 6.1.2.5.3).
                text.append((char) bytes[at++]);
                low = Optional.empty();
                high = initial;
                continue;
            }
            if (low.isEmpty()) {
                end = appendSingleByteLow(bytes, at, end, high, text);
                if (end < bytes.length && isDelimiter(bytes[end])) {
                    text.append((char) bytes[end++]);
                    high = initial;
                }
            } else {
                text.append(new String(bytes, at, end - at, low.get()));
            }
            at = end;
        }
        return text.toString();
    }

    /** Appends up to the next delimiter and returns where it stopped. */
    private static int appendSingleByteLow(byte[] bytes, int from, int to, Charset high, StringBuilder text) {
        var end = from;
        while (end < to && !isDelimiter(bytes[end])) {
            end++;
        }
        var run = new byte[end - from];
        System.arraycopy(bytes, from, run, 0, run.length);
        text.append(decodeSimply(run, high));
        return end;
    }

    private static boolean isControl(byte b) {
        return b >= 0 && b < ' ';
    }

    private static boolean isDelimiter(byte b) {
        return b == '\\' || b == '^' || b == '=';
    }

    /** The escape sequence that begins here: intermediate bytes 20 to 2F and one final byte. */
    private static String escapeAt(byte[] bytes, int from) {
        var escape = new StringBuilder();
        for (var i = from; i < bytes.length && escape.length() < 4; i++) {
            escape.append((char) (bytes[i] & 0x7f));
            if (bytes[i] < 0x20 || bytes[i] > 0x2f) {
                break;
            }
        }
        return escape.toString();
    }

    /** @throws IllegalArgumentException if a character cannot be written in this set */
    byte[] encode(String text) {
        try {
            var out = initial.newEncoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .encode(CharBuffer.wrap(text));
            return bytesOf(out);
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(
                    "text of %d characters cannot be written in %s; set SpecificCharacterSet to ISO_IR 192"
                            .formatted(text.length(), initial.name()),
                    e);
        }
    }

    private static byte[] bytesOf(ByteBuffer buffer) {
        var bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}
