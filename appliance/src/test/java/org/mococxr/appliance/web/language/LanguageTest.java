package org.mococxr.appliance.web.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mococxr.appliance.health.Concern;
import org.mococxr.appliance.journal.DeliveryEntry;
import org.mococxr.appliance.people.Act;
import org.mococxr.appliance.people.Right;
import org.mococxr.appliance.people.Role;
import org.mococxr.gate.RefusalCode;

/** Covers: no page can ask for a text that is not there or writes one itself; every language has every text; placeholders survive translation. */
final class LanguageTest {
    private static final Pattern PLACE = Pattern.compile("\\{\\d+}");
    private static final Pattern ASKED = Pattern.compile("say\\(\\s*\"([a-z0-9_.]+)\"|\"((?:[a-z_]+\\.)+[a-z_]+)\"");

    /** A text block, or a string on one line. */
    private static final Pattern LITERAL =
            Pattern.compile("\"\"\"(.*?)\"\"\"|\"((?:\\\\.|[^\"\\\\\n])*)\"", Pattern.DOTALL);

    private static final Pattern READ_OUT =
            Pattern.compile("\\b(?:aria-label|title|alt|placeholder)=\\\\?\"[^\"{]*\\p{Ll}{2}[^\"{]*\"");

    private static TreeSet<String> places(String text) {
        var places = new TreeSet<String>();
        PLACE.matcher(text).results().forEach(place -> places.add(place.group()));
        return places;
    }

    /** What comes with the code in English: findings, refusals, the state of the box. */
    private static TreeSet<String> saidByTheCodeInEnglish() {
        var keys = new TreeSet<String>(List.of(
                "finding.pleural_effusion",
                "finding.tuberculosis",
                "health.ready",
                "health.busy",
                "health.attention",
                "health.stopped"));
        for (var refusal : RefusalCode.values()) {
            keys.add("refusal." + refusal);
            keys.add("refusal." + refusal + ".next");
        }
        for (var concern : Concern.Kind.values()) {
            keys.add("concern." + concern.code());
        }
        return keys;
    }

    @ParameterizedTest
    @ValueSource(strings = {"fr", "es", "hi"})
    void everyLanguageHasEveryTextWithTheSamePlaces(String code) {
        var english = Language.messages("en");
        var other = Language.messages(code);

        var wanted = saidByTheCodeInEnglish();
        wanted.addAll(english.keySet());
        assertThat(new TreeSet<>(other.keySet())).isEqualTo(wanted);
        assertThat(english).allSatisfy((key, text) -> {
            assertThat(other.get(key)).as(key).isNotBlank();
            assertThat(places(other.get(key))).as(key).isEqualTo(places(text));
        });
        for (var concern : Concern.Kind.values()) {
            assertThat(places(other.get("concern." + concern.code()))).isEqualTo(places(concern.sentence()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"fr", "es", "hi"})
    void noSentenceWasLeftInEnglish(String code) {
        var other = Language.messages(code);

        assertThat(Language.messages("en")).allSatisfy((key, text) -> {
            if (text.strip().split("\\s+").length > 3) {
                assertThat(other.get(key)).as(key).isNotEqualTo(text);
            }
        });
    }

    /** Words between tags and in the attributes that people read or hear come from the bundles, through places. */
    @Test
    void noPageWritesAWordOfItsOwn() throws IOException {
        var own = new TreeSet<String>();
        try (var sources = Files.walk(Path.of("src/main/java/org/mococxr/appliance/web"))) {
            for (var source : sources.filter(Files::isRegularFile).toList()) {
                LITERAL.matcher(Files.readString(source)).results().forEach(literal -> {
                    var markup = literal.group(1) == null ? literal.group(2) : literal.group(1);
                    if (markup.matches("(?s).*</?[a-z].*")) {
                        var words =
                                markup.replaceAll("(?s)<!?[a-z/][^>]*>", " ").replace("{}", " ");
                        if (words.matches("(?s).*\\p{L}{2}.*")) {
                            own.add(source.getFileName() + ": " + words.strip());
                        }
                        READ_OUT.matcher(markup)
                                .results()
                                .forEach(found -> own.add(source.getFileName() + ": " + found.group()));
                    }
                });
            }
        }

        assertThat(own).isEmpty();
    }

    @Test
    void everyTextThatThePagesAskForIsThere() throws IOException {
        var english = Language.messages("en");
        var prefixes = new TreeSet<String>();
        english.keySet().forEach(key -> prefixes.add(key.contains(".") ? key.substring(0, key.indexOf('.')) : key));
        var asked = new TreeSet<String>();
        try (var sources = Files.walk(Path.of("src/main/java/org/mococxr/appliance/web"))) {
            for (var source : sources.filter(Files::isRegularFile).toList()) {
                ASKED.matcher(Files.readString(source)).results().forEach(found -> {
                    var key = found.group(1) == null ? found.group(2) : found.group(1);
                    if (!key.endsWith(".")
                            && !key.endsWith(".js")
                            && !key.endsWith(".css")
                            && prefixes.contains(key.substring(0, Math.max(0, key.indexOf('.'))))) {
                        asked.add(key);
                    }
                });
            }
        }

        assertThat(asked).hasSizeGreaterThan(100);
        assertThat(english.keySet()).containsAll(asked);
    }

    @Test
    void everythingThatIsNamedByACodeHasAWord() {
        var english = Language.messages("en");

        assertThat(english.keySet())
                .containsAll(Arrays.stream(Role.values())
                        .map(role -> "role." + role.code() + ".does")
                        .toList())
                .containsAll(Arrays.stream(Right.values())
                        .map(right -> "right." + right.code())
                        .toList())
                .containsAll(Arrays.stream(Act.values())
                        .map(act -> "act." + act.code())
                        .toList());
        for (var state : DeliveryEntry.State.values()) {
            assertThat(english).containsKey("reports." + state.name().toLowerCase(Locale.ROOT));
        }
    }

    @Test
    void anUnknownTextIsAMistakeOfOursAndAnUnknownLanguageIsEnglish() {
        assertThatThrownBy(() -> Language.english().say("no.such.text")).hasMessageContaining("no.such.text");
        assertThat(Language.of("xx")).isEmpty();
        assertThat(Language.of("fr").orElseThrow().say("decision.suggestive")).isEqualTo("Évocateur");
    }
}
