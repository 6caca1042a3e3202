package org.mococxr.appliance.modelstore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.mococxr.appliance.language.Sentence;
import org.mococxr.modelpackage.ModelPackage;

/**
 * Folders that a box may take packages from: the one it was delivered with, and those where memory sticks appear. Packages may
 * lie in them or one level below, as on a mounted stick.
 */
public record PackageFolders(List<Path> folders) {
    private static final int DEPTH = 2;

    public PackageFolders {
        folders = List.copyOf(folders);
    }

    /** What lies in them now; a folder that is not there has nothing. */
    public List<Path> packages() {
        var found = new ArrayList<Path>();
        for (var folder : folders) {
            try (Stream<Path> files = Files.isDirectory(folder) ? Files.walk(folder, DEPTH) : Stream.empty()) {
                files.filter(file -> file.toString().endsWith(ModelPackage.ENDING) && Files.isRegularFile(file))
                        .sorted()
                        .forEach(found::add);
            } catch (IOException e) {
                throw new ModelRefusedException(Sentence.of("model.store_unusable", folder, e), e);
            }
        }
        return found;
    }

    /** Only what the list shows can be named, so no name leads anywhere else. */
    public Optional<Path> named(String fileName) {
        return packages().stream()
                .filter(file -> file.getFileName().toString().equals(fileName))
                .findFirst();
    }
}
