package org.mococxr.modelpackage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mococxr.onnx.WeightStorage;

class SigningTest {
    @TempDir
    static Path folder;

    private static byte[] packaged = {};

    @BeforeAll
    static void exportOnceAndMakeThreeKeys() throws Exception {
        for (String name : List.of("lab", "hospital", "stranger")) {
            SigningKey.generate(folder, name);
        }
        packaged = ModelExport.export(
                        ExportFixture.checkpoint(folder.resolve("checkpoint")),
                        ExportFixture.settings(WeightStorage.FP16),
                        key("lab"))
                .bytes();
    }

    private static SigningKey key(String name) {
        return SigningKey.read(folder.resolve(name + SigningKey.PRIVATE_ENDING));
    }

    private static TrustedKeys trusting(String name) {
        return TrustedKeys.read(List.of(folder.resolve(name + SigningKey.PUBLIC_ENDING)));
    }

    @Test
    void aSecondSignatureMakesItBelievedByBoxesOfEitherKey() {
        byte[] both = Signing.sign(packaged, trusting("lab"), key("hospital"), false);

        assertThat(ModelPackage.read(both, trusting("lab")).signingKeyId())
                .isEqualTo(key("lab").id());
        assertThat(ModelPackage.read(both, trusting("hospital")).signingKeyId())
                .isEqualTo(key("hospital").id());
        assertThat(ModelPackage.read(both, trusting("lab")).manifest().id())
                .isEqualTo(
                        ModelPackage.read(packaged, trusting("lab")).manifest().id());
        assertThatThrownBy(() -> ModelPackage.read(both, trusting("stranger")))
                .hasMessageContaining("signed by the key " + key("lab").id() + " and "
                        + key("hospital").id());
    }

    @Test
    void aNewKeyAloneReplacesTheOldOne() {
        byte[] anew = Signing.sign(packaged, trusting("lab"), key("hospital"), true);

        assertThat(ModelPackage.read(anew, trusting("hospital")).verified()).isTrue();
        assertThatThrownBy(() -> ModelPackage.read(anew, trusting("lab")))
                .hasMessageContaining("signed by the key " + key("hospital").id());
        assertThat(Signing.sign(anew, trusting("hospital"), key("lab"), true)).isEqualTo(packaged);
    }

    @Test
    void signingTwiceChangesNothing() {
        byte[] both = Signing.sign(packaged, trusting("lab"), key("hospital"), false);

        assertThat(Signing.sign(both, trusting("lab"), key("hospital"), false)).isEqualTo(both);
    }

    @Test
    void nobodySignsWhatNoTrustedKeyHasSigned() {
        assertThatThrownBy(() -> Signing.sign(packaged, trusting("stranger"), key("hospital"), false))
                .isInstanceOf(ModelPackageUnreadableException.class);
    }

    /** A good signature of another key does not cover for a trusted key's bad one. */
    @Test
    void aBrokenSignatureOfATrustedKeyIsNotOutvoted() throws Exception {
        byte[] both = Signing.sign(packaged, trusting("lab"), key("hospital"), false);
        Map<String, byte[]> files = new LinkedHashMap<>(StoredZip.read(both));
        var signatures = Signing.signatures(java.util.Objects.requireNonNull(files.get(ModelPackage.SIGNATURE)));
        var swapped = List.of(
                new ManifestSignature(
                        SigningKey.ALGORITHM, key("lab").id(), signatures.get(1).signature()),
                signatures.get(1));
        files.put(ModelPackage.SIGNATURE, Signing.document(swapped));

        assertThatThrownBy(() -> ModelPackage.read(StoredZip.write(files), trusting("lab")))
                .hasMessageContaining("does not fit its manifest");
    }
}
