package org.mococxr.appliance.language;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mococxr.gate.RefusalCode;
import org.mococxr.inputcheck.InputKind;
import org.mococxr.observation.ObservationKind;

/** What the box says to people, in one language. Every language is complete, which a test sees to. */
public final class Language {
    /** Code to the language's own name, in the order in which they are offered. */
    public static final Map<String, String> NAMES = names();

    private static final Pattern PLACE = Pattern.compile("\\{(\\d)}");
    private static final Map<String, Language> ALL = load();

    private final Locale locale;
    private final Map<String, String> messages;

    private Language(Locale locale, Map<String, String> messages) {
        this.locale = locale;
        this.messages = messages;
    }

    private static Map<String, String> names() {
        var names = new LinkedHashMap<String, String>();
        names.put("en", "English");
        names.put("fr", "Français");
        names.put("es", "Español");
        names.put("hi", "हिन्दी");
        return names;
    }

    private static Map<String, Language> load() {
        var all = new HashMap<String, Language>();
        for (var code : NAMES.keySet()) {
            all.put(code, new Language(Locale.forLanguageTag(code), messages(code)));
        }
        return Map.copyOf(all);
    }

    static Map<String, String> messages(String code) {
        var name = "messages_%s.properties".formatted(code);
        try (var in = Objects.requireNonNull(
                Language.class.getResourceAsStream(name), () -> "this build lacks the texts " + name)) {
            var properties = new Properties();
            properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
            var messages = new HashMap<String, String>();
            properties.forEach((key, text) -> messages.put(String.valueOf(key), String.valueOf(text)));
            if (code.equals("en")) {
                addRefusals(messages);
                addObservations(messages);
            }
            return Map.copyOf(messages);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the texts " + name, e);
        }
    }

    /** The gate's English comes with its codes. */
    private static void addRefusals(Map<String, String> messages) {
        for (var code : RefusalCode.values()) {
            messages.put("refusal." + code, code.sentence());
            messages.put("refusal." + code + ".next", code.nextStep());
        }
    }

    /** What is found in a film comes with its kind. */
    private static void addObservations(Map<String, String> messages) {
        for (var kind : EnumSet.complementOf(EnumSet.of(ObservationKind.QUOTED))) {
            messages.put("found." + kind, kind.english("{0}", "{1}", "{2}", "{3}", "{4}"));
        }
        for (var kind : InputKind.values()) {
            messages.put("looks." + kind, kind.words());
        }
    }

    public static Language english() {
        return of("en").orElseThrow();
    }

    public static Optional<Language> of(String code) {
        return Optional.ofNullable(ALL.get(code));
    }

    /** The language that suits a browser's {@code Accept-Language} best; empty if none does. */
    public static Optional<Language> preferred(String acceptLanguage) {
        try {
            var wanted = Locale.LanguageRange.parse(acceptLanguage);
            return Optional.ofNullable(Locale.lookupTag(wanted, List.copyOf(NAMES.keySet())))
                    .flatMap(Language::of);
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // no browser's header
        }
    }

    public Locale locale() {
        return locale;
    }

    public String code() {
        return locale.getLanguage();
    }

    /** Rounded to so many decimals, with the language's decimal sign and without marks between thousands. */
    public String number(double value, int decimals) {
        return String.format(locale, "%." + decimals + "f", value);
    }

    public boolean has(String key) {
        return messages.containsKey(key);
    }

    /**
     * @param values for {@code {0}}, {@code {1}}, ... in the message; a {@link Sentence} among them is said in this language too
     * @throws IllegalArgumentException if there is no such message
     */
    public String say(String key, Object... values) {
        var text = messages.get(key);
        if (text == null) {
            throw new IllegalArgumentException("there is no text '%s'".formatted(key));
        }
        return PLACE.matcher(text).replaceAll(place -> {
            var number = Integer.parseInt(place.group(1));
            return Matcher.quoteReplacement(number < values.length ? said(values[number]) : place.group());
        });
    }

    private String said(Object value) {
        return value instanceof Sentence part ? part.in(this) : String.valueOf(value);
    }
}
