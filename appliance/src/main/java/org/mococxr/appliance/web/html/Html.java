package org.mococxr.appliance.web.html;

import java.util.Collection;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** A piece of HTML that is safe to send: written by us, every value in it escaped. */
public final class Html {
    public static final Html EMPTY = new Html("");
    private static final String PLACE = "{}";

    private final String text;

    private Html(String text) {
        this.text = text;
    }

    /**
     * @param template our own markup, {@code {}} for each value; attributes in double quotes
     * @param values escaped, unless they are HTML themselves or a collection of HTML
     */
    public static Html of(String template, Object... values) {
        var out = new StringBuilder(template.length() + 64);
        var from = 0;
        for (var value : values) {
            var place = template.indexOf(PLACE, from);
            if (place < 0) {
                throw new IllegalArgumentException("more values than places in: " + template);
            }
            out.append(template, from, place);
            append(out, value);
            from = place + PLACE.length();
        }
        if (template.indexOf(PLACE, from) >= 0) {
            throw new IllegalArgumentException("more places than values in: " + template);
        }
        return new Html(out.append(template, from, template.length()).toString());
    }

    public static Html join(Collection<Html> parts) {
        return new Html(parts.stream().map(part -> part.text).collect(Collectors.joining()));
    }

    public static Html when(boolean condition, Supplier<Html> part) {
        return condition ? part.get() : EMPTY;
    }

    private static void append(StringBuilder out, Object value) {
        if (value instanceof Html html) {
            out.append(html.text);
        } else if (value instanceof Collection<?> parts) {
            parts.forEach(part -> append(out, part));
        } else {
            escape(out, String.valueOf(value));
        }
    }

    private static void escape(StringBuilder out, String text) {
        for (var i = 0; i < text.length(); i++) {
            var letter = text.charAt(i);
            switch (letter) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(isHarmless(letter) ? letter : '\ufffd');
            }
        }
    }

    /** Control characters and direction overrides would let an id pretend to be another one. */
    private static boolean isHarmless(char letter) {
        var isControl = letter < ' ' && letter != '\n' && letter != '\t';
        var turnsDirection = (letter >= '\u202a' && letter <= '\u202e') || (letter >= '\u2066' && letter <= '\u2069');
        return !isControl && letter != '\u007f' && !turnsDirection;
    }

    @Override
    public String toString() {
        return text;
    }
}
