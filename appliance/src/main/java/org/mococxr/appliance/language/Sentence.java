package org.mococxr.appliance.language;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mococxr.observation.DiskTrouble;
import org.mococxr.observation.Observation;
import org.mococxr.observation.ObservationKind;

/**
 * Something that the box says to people: which of its texts, and the values in their places. It is stored and thrown as such; who
 * shows it says it in the reader's language.
 *
 * @param key of the text; empty for words that are passed on as they are
 * @param values texts, or sentences; one text where the key is empty
 */
public record Sentence(String key, List<Object> values) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public Sentence {
        values = List.copyOf(values);
        if (!key.isEmpty() && !Language.english().has(key)) {
            throw new IllegalArgumentException("there is no text '%s'".formatted(key));
        }
    }

    /** @param values for the text's places: sentences, what went wrong, or what is written as it is */
    public static Sentence of(String key, Object... values) {
        var texts = new ArrayList<Object>();
        for (var value : values) {
            texts.add(
                    value instanceof Sentence
                            ? value
                            : value instanceof Throwable cause ? of(cause) : String.valueOf(value));
        }
        return new Sentence(key, texts);
    }

    /** Words of somebody else: of a peer, of a library, of a box before this one. */
    public static Sentence quoted(@Nullable String words) {
        return new Sentence("", List.of(words == null ? "" : words));
    }

    /** One after the other, with commas between. */
    public static Sentence list(List<Sentence> parts) {
        return parts.stream().reduce((one, next) -> of("list", one, next)).orElseGet(() -> quoted(""));
    }

    /** Why something went wrong, as far as it says so. */
    public static Sentence of(Throwable cause) {
        if (cause instanceof SpokenException spoken) {
            return spoken.sentence();
        }
        if (cause instanceof IOException trouble) {
            return of(DiskTrouble.of(trouble));
        }
        return quoted(cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage());
    }

    /** What was found in a film. */
    public static Sentence of(Observation found) {
        if (found.kind() == ObservationKind.QUOTED) {
            return quoted(found.english());
        }
        return of(
                "found." + found.kind(),
                found.values().stream()
                        .map(value -> value instanceof Observation part ? of(part) : value)
                        .toArray());
    }

    /** Who sent a film: a caller by its AE title and address, or a way in of the box's own. */
    public static Sentence sender(String name) {
        var key = "sender." + name.replace(' ', '_');
        return Language.english().has(key) ? of(key) : quoted(name);
    }

    /** The finding's name, where the box has a word for it. */
    public static Sentence finding(String code) {
        return Language.english().has("finding." + code) ? of("finding." + code) : quoted(code.replace('_', ' '));
    }

    /** Whether it passes on words that the box has no text for, which are in English. */
    public boolean isQuoted() {
        return key.isEmpty();
    }

    /** Whether it says nothing. */
    public boolean isNothing() {
        return key.isEmpty() && values.get(0).equals("");
    }

    public String in(Language language) {
        return key.isEmpty() ? String.valueOf(values.get(0)) : language.say(key, values.toArray());
    }

    /** As it stands in records, logs and answers to programs. */
    public String english() {
        return in(Language.english());
    }

    /** For a file: {@code ["key", "value", ["key of a sentence among the values"]]}. */
    public String stored() {
        try {
            return JSON.writeValueAsString(list());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a list of texts cannot be written as JSON", e);
        }
    }

    private List<Object> list() {
        var list = new ArrayList<Object>(List.of(key));
        values.forEach(value -> list.add(value instanceof Sentence part ? part.list() : value));
        return list;
    }

    /**
     * From a file.
     *
     * @param stored what {@link #stored} said; null where an earlier box wrote words alone
     * @param words in English, as they were written; they are said where this box does not know the text
     */
    public static Sentence read(@Nullable String stored, @Nullable String words) {
        try {
            return stored == null ? quoted(words) : of(JSON.readTree(stored));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            return quoted(words);
        }
    }

    private static Sentence of(JsonNode list) {
        if (list.path(0).asText().isEmpty() && list.size() != 2) {
            throw new IllegalArgumentException("no sentence: " + list);
        }
        var values = new ArrayList<Object>();
        for (var i = 1; i < list.size(); i++) {
            values.add(list.get(i).isArray() ? of(list.get(i)) : list.get(i).asText());
        }
        return new Sentence(list.path(0).asText(), values);
    }
}
