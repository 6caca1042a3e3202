package org.mococxr.appliance.health;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Random;
import org.mococxr.appliance.language.Sentence;
import org.mococxr.secrecy.OwnerOnly;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that takes up room for nothing, and is given up when the disk is full: then the box can still start, write what it must and show
 * results. Made again when there is room. Safe for use by many threads.
 */
public final class DiskReserve {
    private static final int SIZE_BYTES = 16 << 20;
    private static final int PIECE_BYTES = 1 << 20;

    /** With less room than this the reserve is given up; a journal's log grows by about this much before it is folded in. */
    private static final long FULL_BELOW_BYTES = 4 << 20;

    private static final Logger LOG = LoggerFactory.getLogger("org.mococxr.disk");

    private final Path file;
    private final DiskSpace disk;

    public DiskReserve(Path file, DiskSpace disk) {
        this.file = file;
        this.disk = disk;
    }

    /** Gives the reserve up if the disk is full. */
    public synchronized void releaseIfFull() {
        try {
            if (disk.freeBytes() < FULL_BELOW_BYTES && Files.deleteIfExists(file)) {
                LOG.warn(
                        "The disk is full: the reserve of {} MiB is given up so that results can be read. Make room now",
                        SIZE_BYTES >> 20);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot give up the reserve " + file, e);
        }
    }

    /** Gives the reserve up if the disk is full, and makes it if there is room; to be called at intervals. */
    public synchronized void look() {
        releaseIfFull();
        if (Files.notExists(file) && hasRoomForReserve()) {
            make();
        }
    }

    private boolean hasRoomForReserve() {
        return disk.freeBytes() >= 2 * SIZE_BYTES;
    }

    private void make() {
        var unfinished = file.resolveSibling(file.getFileName() + ".tmp");
        try {
            try (var channel = OwnerOnly.open(
                    unfinished,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE)) {
                var piece = new byte[PIECE_BYTES];
                new Random(SIZE_BYTES).nextBytes(piece); // zeros may take up no room
                for (var written = 0; written < SIZE_BYTES; written += PIECE_BYTES) {
                    var left = ByteBuffer.wrap(piece);
                    while (left.hasRemaining()) {
                        channel.write(left);
                    }
                }
                channel.force(true);
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            remove(unfinished);
            throw new UncheckedIOException("cannot make the reserve " + file, e);
        }
    }

    private static void remove(Path unfinished) {
        try {
            Files.deleteIfExists(unfinished);
        } catch (IOException e) {
            LOG.warn("{} is left over and takes up room; delete it", unfinished, e);
        }
    }

    /** That it is given up. */
    public Optional<Sentence> concern() {
        return Files.notExists(file) && !hasRoomForReserve()
                ? Optional.of(Sentence.of("concern.reserve_used", SIZE_BYTES >> 20))
                : Optional.empty();
    }
}
