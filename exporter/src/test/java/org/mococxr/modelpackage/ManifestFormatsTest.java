package org.mococxr.modelpackage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mococxr.evaluation.OperatingPoints;
import org.mococxr.json.JsonDocumentException;

/** The manifest of a model that was shipped when the format was cxr-model/2, as it was. */
class ManifestFormatsTest {
    private static byte[] ofFormat2() throws IOException {
        try (var in = ManifestFormatsTest.class.getResourceAsStream("manifest-format-2.json")) {
            return Objects.requireNonNull(in).readAllBytes();
        }
    }

    @Test
    void readsAManifestFromBeforeThereWereGroupsAndALowestVersion() throws Exception {
        Manifest manifest = ManifestFormats.read(ofFormat2());

        assertThat(manifest.id())
                .isEqualTo(
                        "cxr-effusion-tb-r2-" + manifest.lineage().onnxSha256().substring(0, 12));
        assertThat(manifest.minimumBox()).isEmpty();
        assertThat(manifest.hasInputCheck()).isTrue();
        assertThat(manifest.requiredFiles()).doesNotContain(ModelPackage.CARD_PAGE);
        assertThat(manifest.findings()).hasSize(2).allSatisfy(finding -> {
            assertThat(finding.groups()).isEmpty();
            assertThat(finding.metrics()).isNotEmpty();
            assertThat(finding.thresholds().points())
                    .extracting(point -> point.name())
                    .isEqualTo(OperatingPoints.NAMES);
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"cxr-model/2\", | \"cxr-model/9\", | its format is \"cxr-model/9\", this version reads [cxr-model/1, cxr-model/2, cxr-model/3]",
                "\"cxr-model/2\", | \"cxr-model/9\", \"minimumBox\" : \"2.1.0\", | it asks for version 2.1.0 or later",
                "\"cxr-model/2\", | \"cxr-model/2\", \"minimumBox\" : \"2.1.0\", | the format cxr-model/2 has no key \"minimumBox\"",
                "\"cxr-model/2\", | \"cxr-model/3\", | this key is missing",
                "\"cxr-model/2\", | \"cxr-model/2\", \"whatever\" : 1, | unknown key \"whatever\"",
                "\"displayName\"  | \"groups\" : [], \"displayName\" | the format cxr-model/2 has no key \"groups\"",
                "\"cxr-model/2\", | \"cxr-model/3\", \"minimumBox\" : \"soon\", | a version is three numbers like 1.2.3, was \"soon\"",
            })
    void refusesWhatItsFormatDoesNotHave(String from, String to, String message) throws IOException {
        String changed = new String(ofFormat2(), StandardCharsets.UTF_8).replaceFirst(from, to);

        assertThatThrownBy(() -> ManifestFormats.read(changed.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(JsonDocumentException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({"0.1.0,true", "0.2.0,true", "1.0.0,true", "0.0.9,false"})
    void aBoxIsAllowedFromTheLowestVersionOn(String box, boolean allowed) {
        var lowest = Manifest.FIRST_BOX;

        assertThat(ProgramVersion.of(box).compareTo(lowest) >= 0).isEqualTo(allowed);
        assertThat(ProgramVersion.ofBuild(box + "-SNAPSHOT")).isEqualTo(ProgramVersion.of(box));
    }
}
