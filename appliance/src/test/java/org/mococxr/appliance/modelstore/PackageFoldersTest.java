package org.mococxr.appliance.modelstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mococxr.appliance.language.Sentence;

/** What cannot be looked into is left out and said; the rest is offered. */
final class PackageFoldersTest {
    @TempDir
    private Path media;

    @Test
    void aFolderThatMayNotBeListedIsLeftOutAloneAndSaid() throws IOException {
        var closed = Files.createDirectory(media.resolve("closed"));
        var vanishing = Files.createDirectory(media.resolve("vanishing"));
        var offered =
                Files.createFile(Files.createDirectory(media.resolve("stick")).resolve("a.cxrmodel"));

        var found = new PackageFolders(List.of(media, media.resolve("not there"))).look(folder -> {
            if (folder.equals(closed)) {
                throw new AccessDeniedException(folder.toString());
            }
            if (folder.equals(vanishing)) {
                return Stream.of(1).map(entry -> {
                    throw new UncheckedIOException(new NoSuchFileException(folder.toString()));
                });
            }
            return Files.list(folder);
        });

        assertThat(found.packages()).containsExactly(offered);
        assertThat(found.leftOut())
                .extracting(Sentence::english)
                .hasSize(2)
                .anyMatch(words -> words.startsWith(closed + " was left out"))
                .anyMatch(words -> words.startsWith(vanishing + " was left out"));
    }

    @Test
    void linksThatLeadNowhereOrToThemselvesAreLeftOut() throws IOException {
        Files.createSymbolicLink(media.resolve("loop"), media.resolve("loop"));
        Files.createSymbolicLink(media.resolve("up"), media);
        Files.createSymbolicLink(media.resolve("gone.cxrmodel"), media.resolve("nothing"));
        Files.createSymbolicLink(media.resolve("round.cxrmodel"), media.resolve("round.cxrmodel"));
        var offered = Files.createFile(media.resolve("good.cxrmodel"));

        var found = new PackageFolders(List.of(media)).look();

        assertThat(found.packages()).containsExactly(offered);
        assertThat(found.leftOut()).hasSize(2);
    }
}
