package org.mococxr.appliance.intake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mococxr.inbox.Source;

/**
 * Takes in what is put into a folder: films and zips of films, in folders below it too.
 *
 * <p>A file is taken once it looks the same at two looks, so that one still being copied is left alone. Then it moves to
 * {@code done}, or to {@code rejected} with a text beside it that says why. It moves only after its films are durable: a box
 * that stops in between takes the file again and finds that it knows its films. While the box has no room, files stay. Links
 * are not followed; hidden files and unfinished ones ({@code .part}, {@code .tmp}) are left alone. For one thread.
 */
public final class WatchedFolder {
    static final String DONE = "done";
    static final String REJECTED = "rejected";

    private static final int DEEPEST = 8;
    private static final int MOST_FILES_A_LOOK = 10_000;
    private static final Set<String> UNFINISHED = Set.of(".part", ".tmp", ".crdownload", ".filepart");

    private final Path folder;
    private final Intake intake;
    private final Source source;
    private final IntakeEvents events = new IntakeEvents();
    private Map<Path, Look> lastLook = Map.of();

    private record Look(long sizeBytes, FileTime changed) {}

    private WatchedFolder(Path folder, Intake intake) {
        this.folder = folder;
        this.intake = intake;
        this.source = new Source(Source.Way.FOLDER, "watched folder");
    }

    /** @throws UncheckedIOException if the folder, or done and rejected in it, cannot be written */
    public static WatchedFolder open(Path folder, Intake intake) {
        try {
            for (var name : List.of(DONE, REJECTED)) {
                var target = Files.createDirectories(folder.resolve(name));
                Files.delete(Files.createTempFile(target, "writable", ".tmp"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the watched folder %s, or done and rejected in it, cannot be written".formatted(folder), e);
        }
        var watched = new WatchedFolder(folder, intake);
        watched.events.watching(folder);
        return watched;
    }

    /** Looks once: takes what has not changed since the last look. */
    public void look() {
        var seen = files();
        var before = lastLook;
        lastLook = seen;
        for (var file : seen.entrySet()) {
            if (file.getValue().equals(before.get(file.getKey())) && !takeIn(file.getKey())) {
                return;
            }
        }
    }

    private Map<Path, Look> files() {
        var files = new HashMap<Path, Look>();
        var finished = Set.of(folder.resolve(DONE), folder.resolve(REJECTED));
        var visitor = new SimpleFileVisitor<Path>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                var isLeftAlone = finished.contains(directory) || !directory.equals(folder) && isHidden(directory);
                return isLeftAlone ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile() && !isHidden(file) && !isUnfinished(file)) {
                    files.put(file, new Look(attributes.size(), attributes.lastModifiedTime()));
                }
                return files.size() < MOST_FILES_A_LOOK ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) {
                return FileVisitResult
                        .CONTINUE; // gone since it was listed, or not ours to read: seen again at the next look
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) {
                return FileVisitResult.CONTINUE; // it went while it was listed, as a stick that is pulled out
            }
        };
        try {
            Files.walkFileTree(folder, Set.of(), DEEPEST, visitor);
        } catch (IOException e) {
            throw new UncheckedIOException("the watched folder %s cannot be listed".formatted(folder), e);
        }
        return files;
    }

    private static boolean isHidden(Path path) {
        return path.getFileName().toString().startsWith(".");
    }

    private static boolean isUnfinished(Path file) {
        var name = file.getFileName().toString();
        return UNFINISHED.stream().anyMatch(name::endsWith);
    }

    /** Returns whether there is any sense in going on with the next file. */
    private boolean takeIn(Path file) {
        try (var content = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            var results = intake.takeIn(file.getFileName().toString(), content, source);
            var later = results.stream()
                    .map(WatchedFolder::reasonToWait)
                    .flatMap(Optional::stream)
                    .findFirst();
            if (later.isPresent()) {
                events.putOff(later.get());
                return false;
            }
            finish(file, results);
        } catch (IOException | UncheckedIOException e) {
            events.unreadable(folder, e);
        }
        return true;
    }

    private static Optional<String> reasonToWait(Delivered delivered) {
        return delivered
                .result()
                .fold(
                        taken -> Optional.empty(),
                        notTaken -> Optional.empty(),
                        putOff -> Optional.of(putOff.reason().english()),
                        diskFull -> Optional.of(diskFull.reason().english()));
    }

    private void finish(Path file, List<Delivered> results) throws IOException {
        var reasons = new ArrayList<String>();
        for (var delivered : results) {
            if (delivered.result() instanceof UploadResult.NotTaken notTaken) {
                reasons.add(
                        "%s: %s".formatted(delivered.name(), notTaken.reason().english()));
            }
        }
        if (results.size() > reasons.size()) {
            events.taken(results.size() - reasons.size());
        }
        var moved = move(file, reasons.isEmpty() ? DONE : REJECTED);
        if (!reasons.isEmpty()) {
            events.rejected(reasons.size());
            Files.writeString(
                    moved.resolveSibling(moved.getFileName() + ".txt"),
                    reasons.stream().collect(Collectors.joining("\n", "", "\n")));
        }
    }

    /** Keeps the folders in between, and what was there before under the same name. */
    private Path move(Path file, String where) throws IOException {
        var target = folder.resolve(where).resolve(folder.relativize(file).toString());
        Files.createDirectories(target.getParent());
        var name = target.getFileName().toString();
        for (var n = 2; Files.exists(target, LinkOption.NOFOLLOW_LINKS); n++) {
            target = target.resolveSibling(n + "-" + name);
        }
        return Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
    }
}
