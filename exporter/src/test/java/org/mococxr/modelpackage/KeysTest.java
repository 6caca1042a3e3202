package org.mococxr.modelpackage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysTest {
    @TempDir
    Path folder;

    @Test
    void writesThePrivateKeyForItsOwnerOnly() throws IOException {
        String id = SigningKey.generate(folder, "lab");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("lab.private.pem"))))
                .isEqualTo("rw-------");
        assertThat(SigningKey.read(folder.resolve("lab.private.pem")).id()).isEqualTo(id);
        assertThat(TrustedKeys.read(List.of(folder)).ids()).containsExactly(id);
    }

    @Test
    void neverOverwritesAKey() throws IOException {
        SigningKey.generate(folder, "lab");
        String before = Files.readString(folder.resolve("lab.private.pem"));

        assertThatThrownBy(() -> SigningKey.generate(folder, "lab")).isInstanceOf(FileAlreadyExistsException.class);

        assertThat(Files.readString(folder.resolve("lab.private.pem"))).isEqualTo(before);
    }

    @Test
    void believesSeveralKeysSoThatOneCanReplaceAnother() throws IOException {
        SigningKey.generate(folder, "old");
        SigningKey.generate(folder, "new");
        byte[] manifest = "{}".getBytes(StandardCharsets.UTF_8);

        TrustedKeys trusted = TrustedKeys.read(List.of(folder));

        for (String name : List.of("old", "new")) {
            SigningKey key = SigningKey.read(folder.resolve(name + ".private.pem"));
            assertThat(trusted.byId(key.id()))
                    .hasValueSatisfying(found -> assertThat(TrustedKeys.verifies(found, manifest, key.sign(manifest)))
                            .isTrue());
        }
    }

    @Test
    void refusesToWorkWithoutAnyTrustedKey() {
        assertThatThrownBy(() -> TrustedKeys.read(List.of(folder)))
                .isInstanceOf(TrustedKeysUnreadableException.class)
                .hasMessageContaining("without one no model package can be verified");
    }

    @Test
    void refusesAPrivateKeyWhosePublicKeyIsAnothers() throws IOException {
        SigningKey.generate(folder, "a");
        SigningKey.generate(folder, "b");
        String privateOfA = Files.readString(folder.resolve("a.private.pem")).split("-----BEGIN PUBLIC")[0];
        Path mixed = folder.resolve("mixed.private.pem");
        Files.writeString(mixed, privateOfA + Files.readString(folder.resolve("b.public.pem")));

        assertThatThrownBy(() -> SigningKey.read(mixed))
                .isInstanceOf(ExportFailedException.class)
                .hasMessageContaining("its public key belongs to another private key");
    }

    @Test
    void namesAKeyFileThatIsNoKey() throws IOException {
        Path file = folder.resolve("bad.public.pem");
        Files.writeString(file, "hello");

        assertThatThrownBy(() -> TrustedKeys.read(List.of(folder))).hasMessageContaining("bad.public.pem");
        assertThatThrownBy(() -> SigningKey.read(file)).hasMessageContaining("as cxr-lab keygen writes it");
    }
}
