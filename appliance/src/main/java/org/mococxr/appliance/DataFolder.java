package org.mococxr.appliance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mococxr.observation.DiskTrouble;

/** Where one box keeps everything; held by one box at a time, from {@link #open} to {@link #close}. */
final class DataFolder implements AutoCloseable {
    private final Path folder;
    private final FileChannel lock;

    private DataFolder(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /** @throws BoxNotStartedException if the folder cannot be written or another box uses it */
    static DataFolder open(Path folder) {
        try {
            Files.createDirectories(folder);
            var probe = Files.createTempFile(folder, "writable", ".tmp");
            Files.delete(probe);
            var lock =
                    FileChannel.open(folder.resolve("box.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!locked(lock)) {
                lock.close();
                throw new BoxNotStartedException(
                        "another box already works in %s; stop it, or choose another folder with --data"
                                .formatted(folder));
            }
            var data = new DataFolder(folder, lock);
            data.clearWork();
            return data;
        } catch (IOException e) {
            throw new BoxNotStartedException(
                    "cannot write into the data folder %s (%s); make it writable for this user, or choose another with --data"
                            .formatted(folder, DiskTrouble.inWords(e)),
                    e);
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false; // another box in this program
        }
    }

    private void clearWork() throws IOException {
        Files.createDirectories(work());
        try (var leftovers = Files.list(work())) {
            for (var leftover : leftovers.toList()) {
                Files.delete(leftover);
            }
        }
    }

    Path path() {
        return folder;
    }

    Path journal() {
        return journal(folder);
    }

    /** Also for commands while a box holds the folder. */
    static Path journal(Path folder) {
        return folder.resolve("journal.db");
    }

    Path people() {
        return people(folder);
    }

    /** Also for commands while a box holds the folder. */
    static Path people(Path folder) {
        return folder.resolve("people.db");
    }

    Path localToken() {
        return localToken(folder);
    }

    /** Lets commands talk to the box that holds the folder. */
    static Path localToken(Path folder) {
        return folder.resolve("local-token");
    }

    static Path ports(Path folder) {
        return folder.resolve("ports.json");
    }

    Path inbox() {
        return inbox(folder);
    }

    /** Also for commands while a box holds the folder. */
    static Path inbox(Path folder) {
        return folder.resolve("inbox");
    }

    Path models() {
        return models(folder);
    }

    /** Also for commands while a box holds the folder. */
    static Path models(Path folder) {
        return folder.resolve("models");
    }

    /** What was chosen on the page. */
    Path settings() {
        return folder.resolve("settings.json");
    }

    /** Who called the DICOM port. */
    Path callers() {
        return folder.resolve("callers.json");
    }

    /** When the box last looked at the clock. */
    Path clock() {
        return folder.resolve("clock.json");
    }

    /** Files that live for moments; emptied at each start. */
    Path work() {
        return folder.resolve("work");
    }

    /** Names this box in its reports, the same for ever. */
    String serialNumber() {
        var file = folder.resolve("serial-number");
        try {
            if (Files.notExists(file)) {
                write(file, UUID.randomUUID().toString());
            }
            return Files.readString(file, StandardCharsets.US_ASCII).strip();
        } catch (IOException e) {
            throw new BoxNotStartedException("cannot read or write the serial number of this box in " + file, e);
        }
    }

    /** Tells programs which ports were opened. */
    void announce(int dicomPort, int httpPort) {
        write(ports(folder), "{\"dicomPort\":%d,\"httpPort\":%d}\n".formatted(dicomPort, httpPort));
    }

    /** Writes all or nothing. */
    static void write(Path file, String text) {
        var whole = file.toAbsolutePath();
        var unfinished = whole.resolveSibling(whole.getFileName() + ".tmp");
        try {
            Files.writeString(unfinished, text);
            Files.move(unfinished, whole, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new BoxNotStartedException("cannot write " + file, e);
        }
    }

    @Override
    public void close() {
        @Nullable IOException failure = null;
        try {
            Files.deleteIfExists(ports(folder));
            Files.deleteIfExists(localToken());
        } catch (IOException e) {
            failure = e;
        }
        try {
            lock.close();
        } catch (IOException e) {
            failure = e;
        }
        if (failure != null) {
            throw new UncheckedIOException("cannot leave the data folder " + folder, failure);
        }
    }
}
