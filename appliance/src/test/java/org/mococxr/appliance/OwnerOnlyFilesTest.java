package org.mococxr.appliance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mococxr.appliance.backup.BackupKey;
import org.mococxr.appliance.web.ports.HttpsSettings;
import org.mococxr.appliance.web.ports.WebSettings;
import org.mococxr.phantom.PhantomKind;
import org.mococxr.phantom.PhantomStudy;

/** Threat covered: another user of the machine reads films, names or keys; whatever the umask, nobody but the owner may. */
final class OwnerOnlyFilesTest {
    @TempDir
    private Path folder;

    private Path data;

    @BeforeEach
    void place() {
        data = folder.resolve("data");
    }

    @Test
    void whatARunningBoxMakesIsItsOwnersAlone() throws Exception {
        var https = new HttpsSettings("127.0.0.1", 0, Optional.empty());
        try (var box = RunningBox.start(data, new WebSettings("127.0.0.1", 0, 8 << 20, 2, true, Optional.of(https)))) {
            box.store(PhantomStudy.dicom(PhantomKind.EFFUSION, 1));
            box.upload(PhantomStudy.dicom(PhantomKind.EFFUSION, 2));
            box.filmsAtRest(2);

            assertThat(openToOthers(data)).isEmpty();
            RunningBox.command(data, "backup", folder.resolve("copy").toString());
        }
        assertThat(openToOthers(data)).isEmpty();
        assertThat(openToOthers(folder.resolve("copy"))).isEmpty();
        var key = BackupKey.open(folder.resolve("data-keys")).id();
        RunningBox.command(
                folder.resolve("restored"),
                "restore",
                "--trust",
                key,
                folder.resolve("copy").toString());
        assertThat(folder.resolve("restored")).exists();
        assertThat(openToOthers(folder.resolve("restored"))).isEmpty();
        assertThat(openToOthers(folder.resolve("data-keys"))).isEmpty();
    }

    @Test
    void whatAnEarlierBoxLeftOpenIsClosedAtTheStartAndDoctorSeesIt() throws Exception {
        try (var box = RunningBox.start(data)) {
            box.store(PhantomStudy.dicom(PhantomKind.EFFUSION, 1));
            box.filmsAtRest(1);
        }
        var outside = Files.writeString(folder.resolve("outside"), "somebody else's");
        Files.setPosixFilePermissions(outside, PosixFilePermissions.fromString("rw-r--r--"));
        Files.createSymbolicLink(data.resolve("link"), outside);
        for (var path : all(data).filter(path -> !Files.isSymbolicLink(path)).toList()) {
            Files.setPosixFilePermissions(
                    path, PosixFilePermissions.fromString(Files.isDirectory(path) ? "rwxr-xr-x" : "rw-r--r--"));
        }
        assertThat(doctor()).contains("Modes", "open to other users of this machine", "chmod -R go-rwx");

        RunningBox.start(data).close();

        assertThat(openToOthers(data)).isEmpty();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(outside)))
                .as("what a link leads to is not the box's")
                .isEqualTo("rw-r--r--");
        assertThat(doctor()).contains("only their owner may use the files of this box");
    }

    private String doctor() {
        return RunningBox.command(
                data, "doctor", "--trust", TinyModel.get().trusted().toString());
    }

    private static Stream<Path> all(Path root) throws IOException {
        return Files.walk(root);
    }

    private static Stream<String> openToOthers(Path root) throws IOException {
        return all(root)
                .filter(path -> !Files.isSymbolicLink(path))
                .filter(path -> {
                    try {
                        return Files.getPosixFilePermissions(path).stream()
                                .anyMatch(permission -> !permission.name().startsWith("OWNER"));
                    } catch (IOException e) {
                        return false; // it lived for a moment
                    }
                })
                .map(Path::toString);
    }
}
