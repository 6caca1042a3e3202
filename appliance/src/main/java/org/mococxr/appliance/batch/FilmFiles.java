package org.mococxr.appliance.batch;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * The files that were named and all files below the folders that were named, by name within each folder. Holds the names of
 * one folder per level, not the tree. Links to folders below a named one are not followed, so that no loop is possible. For
 * one thread.
 */
final class FilmFiles {
    private final Deque<Iterator<Path>> levels = new ArrayDeque<>();
    private final Path leaveOut;
    private final List<String> unreadableFolders = new ArrayList<>();

    /** @param leaveOut the table that is being written */
    FilmFiles(List<Path> named, Path leaveOut) {
        this.leaveOut = leaveOut.toAbsolutePath().normalize();
        levels.push(List.copyOf(named).iterator());
    }

    /** Empty at the end. */
    Optional<Path> next() {
        while (!levels.isEmpty()) {
            if (!levels.element().hasNext()) {
                levels.pop();
                continue;
            }
            var isNamed = levels.size() == 1;
            var path = levels.element().next();
            if (isNamed ? Files.isDirectory(path) : Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                levels.push(contents(path));
            } else if (!Files.isDirectory(path) && !isLeftOut(path)) {
                return Optional.of(path);
            }
        }
        return Optional.empty();
    }

    private boolean isLeftOut(Path path) {
        var whole = path.toAbsolutePath().normalize();
        return whole.equals(leaveOut) || whole.equals(EarlierTable.beside(leaveOut));
    }

    private Iterator<Path> contents(Path folder) {
        var contents = new ArrayList<Path>();
        try (var entries = Files.newDirectoryStream(folder)) {
            entries.forEach(contents::add);
        } catch (IOException | DirectoryIteratorException e) {
            unreadableFolders.add(folder + " (" + e.getMessage() + ")");
        }
        Collections.sort(contents);
        return contents.iterator();
    }

    /** Folders that could not be listed, with the reason. */
    List<String> unreadableFolders() {
        return List.copyOf(unreadableFolders);
    }

    /** How many files there are, found by going through them once. */
    static long count(List<Path> named, Path leaveOut) {
        var files = new FilmFiles(named, leaveOut);
        var count = 0L;
        while (files.next().isPresent()) {
            count++;
        }
        return count;
    }
}
