package org.mococxr.inbox;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.mococxr.secrecy.OwnerOnly;

/**
 * The files on disk: {@code tmp/} for what is not yet anybody's, {@code objects/ab/abcdef....dcm} for what is. A file appears below
 * {@code objects} only whole and forced to disk, so a crash leaves nothing there to repair.
 */
final class ObjectFolder {
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    /** One for each first byte of a digest; made and flushed at the start, so that no object waits for its folder. */
    private static final int FOLDERS = 256;

    private final Path temporary;
    private final Path objects;

    ObjectFolder(Path directory) throws IOException {
        this.temporary = OwnerOnly.folder(directory.resolve("tmp"));
        this.objects = OwnerOnly.folder(directory.resolve("objects"));
        for (var number = 0; number < FOLDERS; number++) {
            OwnerOnly.folder(objects.resolve("%02x".formatted(number)));
        }
        force(objects);
        force(directory);
    }

    Path newTemporary() {
        return temporary.resolve(UUID.randomUUID() + ".part");
    }

    /** What a crash left unfinished; none of it was acknowledged. */
    int clearTemporary() throws IOException {
        var removed = 0;
        try (var leftovers = Files.list(temporary)) {
            for (var leftover : leftovers.toList()) {
                Files.delete(leftover);
                removed++;
            }
        }
        return removed;
    }

    private Path place(String digest, ObjectKind kind) {
        return place(objects, digest, kind);
    }

    private static Path place(Path objects, String digest, ObjectKind kind) {
        return folder(objects, digest).resolve(digest + kind.fileEnding());
    }

    private static Path folder(Path objects, String digest) {
        return objects.resolve(digest.substring(0, 2));
    }

    /**
     * Gives a forced temporary file its final name and forces the directory entry. An existing file of that name is replaced: the disk has
     * damaged it, and this heals it.
     */
    Path publish(Path forcedTemporary, String digest, ObjectKind kind) throws IOException {
        var place = place(digest, kind);
        Files.move(forcedTemporary, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        force(folder(objects, digest));
        return place;
    }

    Optional<Path> find(String digest) {
        return find(objects, digest);
    }

    private static Optional<Path> find(Path objects, String digest) {
        if (!DIGEST.matcher(digest).matches()) {
            return Optional.empty();
        }
        return Stream.of(ObjectKind.values())
                .map(kind -> place(objects, digest, kind))
                .filter(Files::exists)
                .findFirst();
    }

    /** Looks into a directory that may belong to another process; makes nothing. */
    static Optional<Path> findIn(Path directory, String digest) {
        return find(directory.resolve("objects"), digest);
    }

    /** @return whether it was there */
    boolean remove(String digest) throws IOException {
        var file = find(digest);
        if (file.isEmpty()) {
            return false;
        }
        Files.delete(file.get());
        return true;
    }

    /** Every stored file, in no particular order; close the stream. */
    Stream<Path> all() throws IOException {
        return Files.walk(objects, 2)
                .filter(file -> DIGEST.matcher(digestOf(file)).matches() && Files.isRegularFile(file));
    }

    static String digestOf(Path file) {
        var name = file.getFileName().toString();
        var dot = name.indexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }

    /** A rename is durable only once the directory that holds the name is (fsync(2), NOTES). */
    private static void force(Path directory) throws IOException {
        try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
