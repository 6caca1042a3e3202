package org.mococxr.checkpoint;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.mococxr.json.StrictJson;

/**
 * Writes a checkpoint so that a power cut leaves either the old one or the new one: into a folder beside it, flushed to disk, renamed
 * into place.
 */
public final class CheckpointFolder {
    private static final String UNFINISHED = ".unfinished";
    private static final String PREVIOUS = ".previous";

    private CheckpointFolder() {}

    /** Puts the other files of a checkpoint (weights, optimiser, reference, predictions) into the folder it is given. */
    @FunctionalInterface
    public interface Contents {
        void writeInto(Path folder) throws IOException;
    }

    /** Writes {@code state.json} and {@code contents}; a checkpoint already at {@code target} is replaced. */
    public static void write(Path target, CheckpointState state, Contents contents) throws IOException {
        Path absolute = target.toAbsolutePath();
        Path parent = absolute.getParent();
        if (parent == null) {
            throw new IOException("cannot write a checkpoint to " + target + ": it is the root of the file system");
        }
        Files.createDirectories(parent);
        finishInterruptedReplacement(absolute);
        Path unfinished = beside(absolute, UNFINISHED);
        Path previous = beside(absolute, PREVIOUS);
        delete(unfinished);
        Files.createDirectory(unfinished);
        contents.writeInto(unfinished);
        Files.write(unfinished.resolve(Checkpoint.STATE), StrictJson.write(state));
        flush(unfinished);
        if (Files.exists(absolute)) {
            delete(previous);
            Files.move(absolute, previous, StandardCopyOption.ATOMIC_MOVE);
        }
        Files.move(unfinished, absolute, StandardCopyOption.ATOMIC_MOVE);
        flushFolder(parent);
        delete(previous);
    }

    /** Between the two renames of a replacement only {@code .previous} is complete: puts it back. */
    static void finishInterruptedReplacement(Path target) {
        Path previous = beside(target.toAbsolutePath(), PREVIOUS);
        if (!Files.exists(target) && Files.isDirectory(previous)) {
            try {
                Files.move(previous, target, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                throw new CheckpointUnreadableException(
                        "cannot finish the interrupted replacement of " + target + ": its last complete state is in "
                                + previous + " but could not be renamed back",
                        e);
            }
        }
    }

    private static Path beside(Path target, String ending) {
        return target.resolveSibling(target.getFileName() + ending);
    }

    private static void flush(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    channel.force(true);
                }
            }
        }
        flushFolder(folder);
    }

    private static void flushFolder(Path folder) throws IOException {
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> tree = Files.walk(folder)) {
            deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.delete(path);
        }
    }
}
