package org.mococxr.appliance.modelstore;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.mococxr.appliance.language.Sentence;
import org.mococxr.modelpackage.ModelPackage;

/**
 * Folders that a box may take packages from: the one it was delivered with, and those where memory sticks appear. Packages may
 * lie in them or one level below, as on a mounted stick.
 */
public record PackageFolders(List<Path> folders) {
    public PackageFolders {
        folders = List.copyOf(folders);
    }

    /** @param leftOut what could not be looked into, and why */
    public record Found(List<Path> packages, List<Sentence> leftOut) {
        public Found {
            packages = List.copyOf(packages);
            leftOut = List.copyOf(leftOut);
        }
    }

    /** Lists a folder; the stream is closed. */
    interface Listing {
        Stream<Path> of(Path folder) throws IOException;
    }

    /** What lies in them now; a folder that is not there has nothing. */
    public Found look() {
        return look(Files::list);
    }

    /** Sticks come and go while they are looked at, and some folders are nobody's business: each is left out alone. */
    Found look(Listing listing) {
        var packages = new ArrayList<Path>();
        var leftOut = new ArrayList<Sentence>();
        for (var folder : folders) {
            if (Files.isDirectory(folder)) {
                for (var file : list(folder, listing, leftOut)) {
                    if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                        list(file, listing, leftOut).forEach(below -> addIfPackage(below, packages, leftOut));
                    } else {
                        addIfPackage(file, packages, leftOut);
                    }
                }
            }
        }
        return new Found(packages, leftOut);
    }

    private static List<Path> list(Path folder, Listing listing, List<Sentence> leftOut) {
        try (var files = listing.of(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            leftOut.add(Sentence.of("model.left_out", folder, e));
        } catch (UncheckedIOException e) {
            leftOut.add(Sentence.of("model.left_out", folder, Objects.requireNonNull(e.getCause())));
        }
        return List.of();
    }

    private static void addIfPackage(Path file, List<Path> packages, List<Sentence> leftOut) {
        if (!file.toString().endsWith(ModelPackage.ENDING) || Files.isDirectory(file)) {
            return;
        }
        if (Files.isRegularFile(file) && Files.isReadable(file)) {
            packages.add(file);
        } else {
            leftOut.add(Sentence.of("model.left_out", file, Sentence.of("model.not_a_file")));
        }
    }

    /** Only what the list shows can be named, so no name leads anywhere else. */
    public Optional<Path> named(String fileName) {
        return look().packages().stream()
                .filter(file -> file.getFileName().toString().equals(fileName))
                .findFirst();
    }
}
