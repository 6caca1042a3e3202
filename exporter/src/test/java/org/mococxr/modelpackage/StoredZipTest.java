package org.mococxr.modelpackage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredZipTest {
    @TempDir
    Path folder;

    @Test
    void isAZipThatOtherProgramsOpen() throws IOException, StoredZip.RefusedException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("manifest.json", "{}".getBytes(StandardCharsets.UTF_8));
        files.put("golden/1.png", new byte[70_000]);
        files.put("empty", new byte[0]);
        Path file = folder.resolve("a.zip");

        byte[] zip = StoredZip.write(files);
        Files.write(file, zip);

        assertThat(StoredZip.read(zip)).containsExactlyEntriesOf(files);
        try (var opened = new ZipFile(file.toFile())) {
            assertThat(opened.size()).isEqualTo(3);
            assertThat(opened.getInputStream(opened.getEntry("golden/1.png")).readAllBytes())
                    .isEqualTo(new byte[70_000]);
        }
        try (var stream = new ZipInputStream(new ByteArrayInputStream(zip))) {
            ZipEntry first = stream.getNextEntry();
            assertThat(first).isNotNull();
            assertThat(stream.readAllBytes()).asString().isEqualTo("{}");
        }
    }
}
