package org.mococxr.appliance.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mococxr.observation.Observation;
import org.mococxr.observation.ObservationKind;

/** Covers: what is stored or thrown for people is said in each reader's language; words of earlier boxes are passed on as they are. */
final class SentenceTest {
    private static final Language FRENCH = Language.of("fr").orElseThrow();

    @Test
    void aSentenceWithinASentenceIsSaidInTheSameLanguage() {
        var sentence = Sentence.of("event.refused", Sentence.of("refusal.BLANK"));

        assertThat(sentence.english()).isEqualTo("Refused: The image is empty: nearly one grey everywhere.");
        assertThat(sentence.in(FRENCH)).startsWith("Refusé\u00a0: ").doesNotContain("image is empty");
    }

    @Test
    void whatIsStoredIsReadBackAsItWas() {
        var sentence = Sentence.of(
                "event.report",
                Sentence.of("reports.kind.sr"),
                "PACS@192.0.2.1:104",
                Sentence.of("delivery.refused", "A700H: \"full\", {0}"));

        var read = Sentence.read(sentence.stored(), sentence.english());

        assertThat(read).isEqualTo(sentence);
        assertThat(read.english())
                .isEqualTo(
                        "Structured report to PACS@192.0.2.1:104: refused by the peer with status A700H: \"full\", {0}");
    }

    @Test
    void wordsOfAnEarlierBoxAndTextsThatThisOneDoesNotKnowAreSaidAsTheyWereWritten() {
        for (var stored : new String[] {null, "[\"event.of_a_later_box\",\"x\"]", "no JSON", "{}"}) {
            assertThat(Sentence.read(stored, "Received.").in(FRENCH)).isEqualTo("Received.");
        }
    }

    /** All that the gateway can find: in English word for word as it says it itself, else in the own words of each language. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "QUOTED")
    void whatIsFoundInAFilmIsSaidInEveryLanguage(ObservationKind kind) {
        var places = kind.english("#", "#", "#", "#", "#");
        var values = IntStream.range(
                        0, (int) places.chars().filter(c -> c == '#').count())
                .mapToObj(i -> "V" + i)
                .toArray();
        var found = kind.of(values);

        var sentence = Sentence.read(Sentence.of(found).stored(), found.english());

        assertThat(sentence.isQuoted()).isFalse();
        assertThat(sentence.english()).isEqualTo(found.english());
        for (var code : List.of("fr", "es", "hi")) {
            var said = sentence.in(Language.of(code).orElseThrow());
            for (var value : values) {
                assertThat(said).as(code).contains(value.toString());
            }
            if (places.matches(".*\\p{L}.*")) {
                assertThat(said).as(code).isNotEqualTo(found.english());
            }
        }
    }

    @Test
    void whatAnotherSaysOfAFilmIsQuoted() {
        var found = ObservationKind.PICTURE_DAMAGED.of("PNG", Observation.quoted("bad CRC"));

        assertThat(Sentence.of(Observation.quoted("no table")).isQuoted()).isTrue();
        assertThat(Sentence.of(found).in(FRENCH)).isEqualTo("PNG endommagé ou inhabituel\u00a0: bad CRC");
    }

    @Test
    void waysInOfTheBoxAreNamedAndCallersAreNot() {
        assertThat(Sentence.sender("watched folder").in(FRENCH)).isEqualTo("dossier surveillé");
        assertThat(Sentence.sender("upload@192.0.2.7")).isEqualTo(Sentence.quoted("upload@192.0.2.7"));
    }

    @Test
    void aTextThatIsNotThereIsAMistakeOfOurs() {
        assertThatThrownBy(() -> Sentence.of("no.such.text")).hasMessageContaining("no.such.text");
    }

    @Test
    void listsHaveCommas() {
        var roles = List.of(Sentence.of("role.admin"), Sentence.of("role.auditor"), Sentence.of("role.technician"));

        assertThat(Sentence.list(roles).in(FRENCH)).isEqualTo("Administrateur, Auditeur, Technicien");
        assertThat(Sentence.list(List.of()).isNothing()).isTrue();
    }

    @Test
    void anExceptionThatSaysNothingIsNamed() {
        assertThat(Sentence.of(new IllegalStateException()).english()).isEqualTo("IllegalStateException");
        assertThat(Sentence.of(new IllegalStateException("no luck")).english()).isEqualTo("no luck");
    }
}
