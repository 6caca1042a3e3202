package org.mococxr.appliance.batch;

import java.io.BufferedInputStream;
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
import org.mococxr.appliance.intake.ZipRefusedException;
import org.mococxr.appliance.intake.ZippedFilms;

/**
 * The files that were named and all files below the folders that were named, by name within each folder; of a zip, the files in
 * it. Holds the names of one folder per level, not the tree. Links to folders below a named one are not followed, so that no
 * loop is possible. For one thread.
 */
final class FilmFiles implements AutoCloseable {
    private final Deque<Iterator<Path>> levels = new ArrayDeque<>();
    private final Path leaveOut;
    private final List<String> unreadable = new ArrayList<>();
    private Optional<OpenZip> zip = Optional.empty();

    /** A zip whose films are being taken out, one at a time. */
    private record OpenZip(Path file, ZippedFilms films) {}

    /** @param leaveOut the table that is being written */
    FilmFiles(List<Path> named, Path leaveOut) {
        this.leaveOut = leaveOut.toAbsolutePath().normalize();
        levels.push(List.copyOf(named).iterator());
    }

    /** Empty at the end. */
    Optional<FilmFile> next() throws IOException {
        while (zip.isPresent() || !levels.isEmpty()) {
            var film = zip.isPresent() ? nextOf(zip.get()) : nextPath().flatMap(this::filmOrZip);
            if (film.isPresent()) {
                return film;
            }
        }
        return Optional.empty();
    }

    private Optional<FilmFile> filmOrZip(Path file) {
        try {
            if (isZip(file)) {
                var films = new ZippedFilms(Files.newInputStream(file), ZippedFilms.Limits.standard());
                zip = Optional.of(new OpenZip(file, films));
                return Optional.empty();
            }
        } catch (IOException e) {
            // Reading it as a film will fail as well, and its row in the table says so.
            return Optional.of(FilmFile.of(file));
        }
        return Optional.of(FilmFile.of(file));
    }

    private static boolean isZip(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return false; // to open a pipe is to wait for whoever writes into it
        }
        try (var in = new BufferedInputStream(Files.newInputStream(file))) {
            return ZippedFilms.recognises(in);
        }
    }

    private Optional<FilmFile> nextOf(OpenZip open) throws IOException {
        try {
            var film = open.films().next();
            if (film.isPresent()) {
                return Optional.of(FilmFile.copyOf(
                        open.file() + "/" + film.get().name(), film.get().content()));
            }
        } catch (ZipRefusedException e) {
            unreadable.add("%s was not read on: %s".formatted(open.file(), e.getMessage()));
        }
        closeZip();
        return Optional.empty();
    }

    private void closeZip() throws IOException {
        if (zip.isPresent()) {
            zip.get().films().close();
            zip = Optional.empty();
        }
    }

    @Override
    public void close() throws IOException {
        closeZip();
    }

    /** Empty at the end, and where a folder was entered or left. */
    private Optional<Path> nextPath() {
        if (!levels.element().hasNext()) {
            levels.pop();
            return Optional.empty();
        }
        var isNamed = levels.size() == 1;
        var path = levels.element().next();
        if (isNamed ? Files.isDirectory(path) : Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            levels.push(contents(path));
            return Optional.empty();
        }
        return Optional.of(path).filter(file -> !Files.isDirectory(file) && !isLeftOut(file));
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
            unreadable.add("folder %s (%s)".formatted(folder, e.getMessage()));
        }
        Collections.sort(contents);
        return contents.iterator();
    }

    /** Folders that could not be listed and zips that could not be read to their end, with the reason. */
    List<String> unreadable() {
        return List.copyOf(unreadable);
    }

    /** How many files there are, found by going through them once; a zip counts as one. */
    static long count(List<Path> named, Path leaveOut) {
        var files = new FilmFiles(named, leaveOut);
        var count = 0L;
        while (!files.levels.isEmpty()) {
            count += files.nextPath().isPresent() ? 1 : 0;
        }
        return count;
    }
}
