package org.mococxr.appliance.web.language;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;

/** What the pages say, in one language. Every language is complete, which a test sees to. */
public final class Language {
    /** Code to the language's own name, in the order in which they are offered. */
    public static final Map<String, String> NAMES = names();

    private static final String COOKIE = "cxr-language";
    private static final int A_YEAR_SECONDS = 365 * 24 * 3600;
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
                Language.class.getResourceAsStream(name), () -> "this build lacks the page's texts " + name)) {
            var properties = new Properties();
            properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
            var messages = new HashMap<String, String>();
            properties.forEach((key, text) -> messages.put(String.valueOf(key), String.valueOf(text)));
            return Map.copyOf(messages);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the page's texts " + name, e);
        }
    }

    public static Language english() {
        return of("en").orElseThrow();
    }

    public static Optional<Language> of(String code) {
        return Optional.ofNullable(ALL.get(code));
    }

    /** The one that was chosen, else the browser's, else English. */
    public static Language of(Context context) {
        var chosen = context.cookie(COOKIE);
        return Optional.ofNullable(chosen)
                .flatMap(Language::of)
                .or(() -> Optional.ofNullable(context.header("Accept-Language")).flatMap(Language::preferred))
                .orElseGet(Language::english);
    }

    private static Optional<Language> preferred(String acceptLanguage) {
        try {
            var wanted = Locale.LanguageRange.parse(acceptLanguage);
            return Optional.ofNullable(Locale.lookupTag(wanted, List.copyOf(NAMES.keySet())))
                    .flatMap(Language::of);
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // no browser's header
        }
    }

    public static void choose(Context context, String code) {
        if (ALL.containsKey(code)) {
            context.cookie(COOKIE, code, A_YEAR_SECONDS);
        }
    }

    public Locale locale() {
        return locale;
    }

    public String code() {
        return locale.getLanguage();
    }

    public boolean has(String key) {
        return messages.containsKey(key);
    }

    /**
     * @param values for {@code {0}}, {@code {1}}, ... in the message
     * @throws IllegalArgumentException if there is no such message
     */
    public String say(String key, Object... values) {
        var text = messages.get(key);
        if (text == null) {
            throw new IllegalArgumentException("the pages have no text '%s'".formatted(key));
        }
        for (var i = 0; i < values.length; i++) {
            text = text.replace("{" + i + "}", String.valueOf(values[i]));
        }
        return text;
    }
}
