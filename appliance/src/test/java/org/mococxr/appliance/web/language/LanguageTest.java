package org.mococxr.appliance.web.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mococxr.appliance.journal.DeliveryEntry;
import org.mococxr.appliance.people.Act;
import org.mococxr.appliance.people.Right;
import org.mococxr.appliance.people.Role;
import org.mococxr.appliance.screening.Decision;
import org.mococxr.gate.RefusalCode;

/** Covers: no page can ask for a text that is not there; no language silently lacks one; placeholders survive translation. */
final class LanguageTest {
    private static final Pattern PLACE = Pattern.compile("\\{\\d+}");
    private static final Pattern ASKED = Pattern.compile("say\\(\\s*\"([a-z0-9_.]+)\"|\"((?:[a-z_]+\\.)+[a-z_]+)\"");

    private static TreeSet<String> places(String text) {
        var places = new TreeSet<String>();
        PLACE.matcher(text).results().forEach(place -> places.add(place.group()));
        return places;
    }

    @ParameterizedTest
    @ValueSource(strings = {"fr", "es", "hi"})
    void everyTextIsTranslatedOrSaysThatItIsNot(String code) {
        var english = Language.messages("en");
        var other = Language.messages(code);

        assertThat(other.keySet()).containsAll(english.keySet());
        assertThat(other).allSatisfy((key, text) -> {
            assertThat(text).as(key).isNotBlank();
            if (!text.equals(Language.AS_IN_ENGLISH) && english.containsKey(key)) {
                assertThat(places(text)).as(key).isEqualTo(places(english.get(key)));
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"fr", "es", "hi"})
    void refusalsAndDecisionsAreTranslatedInFull(String code) {
        var messages = Language.messages(code);

        for (var refusal : RefusalCode.values()) {
            assertThat(messages).containsKeys("refusal." + refusal, "refusal." + refusal + ".next");
        }
        for (var decision : Decision.values()) {
            assertThat(messages.get("decision." + decision.code())).isNotEqualTo(Language.AS_IN_ENGLISH);
        }
        assertThat(messages.get("frame.research")).isNotEqualTo(Language.AS_IN_ENGLISH);
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
        assertThat(Language.of("hi").orElseThrow().say("slip.record")).isEqualTo("Record"); // marked as left to English
    }
}
