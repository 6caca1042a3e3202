package org.mococxr.observation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What the disk of this machine says, in words. */
final class DiskTroubleTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void saysWhatIsWrongWithAFile() throws IOException {
        var file = Files.writeString(folder.resolve("film.dcm"), "");

        assertThat(saidOf(() -> Files.readAllBytes(folder.resolve("none.dcm"))))
                .isEqualTo("there is no such file or folder");
        assertThat(saidOf(() -> Files.createFile(file))).isEqualTo("it is there already");
        assertThat(saidOf(() -> Files.newDirectoryStream(file).close())).isEqualTo("it is no folder");
        assertThat(saidOf(() -> Files.readAllBytes(folder))).isEqualTo("it is a folder, not a file");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void saysThatTheDiskIsFull() {
        assertThat(saidOf(() -> {
                    try (OutputStream full = Files.newOutputStream(Path.of("/dev/full"))) {
                        full.write(1);
                    }
                }))
                .isEqualTo("the disk is full");
    }

    private static String saidOf(ThrowingCallable act) {
        return DiskTrouble.inWords(catchThrowableOfType(IOException.class, act));
    }

    @Test
    void saysWhatItHasNoWordsForAsTheSystemDoes() {
        assertThat(DiskTrouble.inWords(new AccessDeniedException("film.dcm"))).isEqualTo("this user may not use it");
        assertThat(DiskTrouble.inWords(new FileSystemException("film.dcm", null, "Input/output error")))
                .isEqualTo("Input/output error");
        assertThat(DiskTrouble.inWords(new FileSystemException("film.dcm"))).isEqualTo("film.dcm");
        assertThat(DiskTrouble.inWords(new IOException())).isEqualTo("IOException");
    }
}
