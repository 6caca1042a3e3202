package org.mococxr.appliance.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mococxr.appliance.journal.DeliveryEntry;
import org.mococxr.appliance.people.Act;
import org.mococxr.appliance.people.Right;
import org.mococxr.appliance.people.Role;

/** Covers: no page can ask for a text that is not there or writes one itself; every language has every text; placeholders survive translation. */
final class LanguageTest {
    private static final Pattern PLACE = Pattern.compile("\\{\\d+}");
    private static final Pattern ASKED = Pattern.compile("say\\(\\s*\"([a-z0-9_.]+)\"|\"((?:[a-z_]+\\.)+[a-z_]+)\"");

    /** A text block, or a string on one line. */
    private static final Pattern LITERAL =
            Pattern.compile("\"\"\"(.*?)\"\"\"|\"((?:\\\\.|[^\"\\\\\n])*)\"", Pattern.DOTALL);

    /** A refusal, or words passed on, that begin with a text of the source instead of a key or of what somebody else said. */
    private static final Pattern WRITTEN_ALONE = Pattern.compile(
            "(?:(?:BadRequest|NotFound|Conflict|Forbidden|Unauthorized)Response|HttpResponseException)\\(\\s*(?:[0-9A-Za-z_.()]+,\\s*)?\"[^\"]+\""
                    + "|quoted\\(\\s*\"[^\"]+\""
                    + "|notice\\(\\s*\"[a-z]*\",\\s*(?:\"|String\\.valueOf)");

    private static final Set<String> FOR_PROGRAMS = Set.of(
            "FilmRoutes.java",
            "ErasureRoutes.java",
            "StudyRoutes.java",
            "ModelRoutes.java",
            "InferenceRoutes.java",
            "InferenceJson.java",
            "StowRoute.java",
            "OpenApi.java",
            "ModelChoice.java" // the console's, before there is a page
            );

    /** Files and the ends of keys that are put together. */
    private static final Pattern NO_TEXT = Pattern.compile("\\.(js|css|sql|json|db|properties)?$");

    private static final Pattern READ_OUT =
            Pattern.compile("\\b(?:aria-label|title|alt|placeholder)=\\\\?\"[^\"{]*\\p{Ll}{2}[^\"{]*\"");

    private static TreeSet<String> places(String text) {
        var places = new TreeSet<String>();
        PLACE.matcher(text).results().forEach(place -> places.add(place.group()));
        return places;
    }

    @ParameterizedTest
    @ValueSource(strings = {"fr", "es", "hi"})
    void everyLanguageHasEveryTextWithTheSamePlaces(String code) {
        var english = Language.messages("en");
        var other = Language.messages(code);

        assertThat(new TreeSet<>(other.keySet())).isEqualTo(new TreeSet<>(english.keySet()));
        assertThat(english).allSatisfy((key, text) -> {
            assertThat(other.get(key)).as(key).isNotBlank();
            assertThat(places(other.get(key))).as(key).isEqualTo(places(text));
        });
    }

    @ParameterizedTest
    @CsvSource({"en, 1234.5", "fr, '1234,5'", "es, '1234,5'", "hi, 1234.5"})
    void numbersHaveTheLanguagesDecimalSign(String code, String written) {
        assertThat(Language.of(code).orElseThrow().number(1234.49, 1)).isEqualTo(written);
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

    /** What people are told why something was not done comes from the bundles too. Only programs meet the routes that are left out. */
    @Test
    void noRefusalAndNoRecordIsWrittenInEnglishAlone() throws IOException {
        var alone = new TreeSet<String>();
        for (var source : sources("")) {
            var name = String.valueOf(source.getFileName());
            if (!FOR_PROGRAMS.contains(name)) {
                WRITTEN_ALONE
                        .matcher(Files.readString(source))
                        .results()
                        .forEach(found -> alone.add(name + ": " + found.group()));
            }
        }

        assertThat(alone).isEmpty();
    }

    private static List<Path> sources(String part) throws IOException {
        try (var sources =
                Files.walk(Path.of("src/main/java/org/mococxr/appliance").resolve(part))) {
            return sources.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void everyTextThatThePagesAskForIsThere() throws IOException {
        var english = Language.messages("en");
        var prefixes = new TreeSet<String>();
        english.keySet().forEach(key -> prefixes.add(key.contains(".") ? key.substring(0, key.indexOf('.')) : key));
        var asked = new TreeSet<String>();
        for (var source : sources("")) {
            ASKED.matcher(Files.readString(source)).results().forEach(found -> {
                var key = found.group(1) == null ? found.group(2) : found.group(1);
                if (!NO_TEXT.matcher(key).find()
                        && prefixes.contains(key.substring(0, Math.max(0, key.indexOf('.'))))) {
                    asked.add(key);
                }
            });
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
