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
import java.time.Instant;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.mococxr.appliance.durable.DurableFile;
import org.mococxr.appliance.health.DiskReserve;
import org.mococxr.appliance.health.DiskSpace;
import org.mococxr.observation.DiskTrouble;
import org.mococxr.secrecy.OwnerOnly;

/** Where one box keeps everything; held by one box at a time, from {@link #open} to {@link #close}. */
final class DataFolder implements AutoCloseable {
    private final Path folder;
    private final FileChannel lock;
    private final DiskSpace disk;
    private final DiskReserve reserve;

    private DataFolder(Path folder, FileChannel lock, DiskSpace disk, DiskReserve reserve) {
        this.folder = folder;
        this.lock = lock;
        this.disk = disk;
        this.reserve = reserve;
    }

    /**
     * @param disks how much room there is where a folder lies
     * @throws BoxNotStartedException if the folder cannot be written or another box uses it
     */
    static DataFolder open(Path folder, Function<Path, DiskSpace> disks) {
        try {
            OwnerOnly.folder(folder);
            var disk = disks.apply(folder);
            var reserve = new DiskReserve(folder.resolve("reserve"), disk);
            reserve.releaseIfFull();
            var probe = Files.createTempFile(folder, "writable", ".tmp");
            Files.delete(probe);
            var lock = OwnerOnly.open(folder.resolve("box.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!locked(lock)) {
                lock.close();
                throw new BoxNotStartedException(
                        "another box already works in %s; stop it, or choose another folder with --data"
                                .formatted(folder));
            }
            var data = new DataFolder(folder, lock, disk, reserve);
            data.clearWork();
            data.tighten();
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
        OwnerOnly.folder(work());
        try (var leftovers = Files.list(work())) {
            for (var leftover : leftovers.toList()) {
                Files.delete(leftover);
            }
        }
    }

    /** Where the folder lies. */
    DiskSpace disk() {
        return disk;
    }

    /** Room for the moment when there is none. */
    DiskReserve reserve() {
        return reserve;
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

    /**
     * Where the keys are that the data folder is held against: in the folder NAME-keys beside it, a link to elsewhere if somebody wishes; in the data
     * folder itself only where nothing can be made beside it.
     */
    static Path keys(Path folder) {
        var whole = folder.toAbsolutePath().normalize();
        var beside = whole.resolveSibling(whole.getFileName() + "-keys");
        var within = folder.resolve("keys");
        if (Files.isDirectory(beside) || Files.isDirectory(within)) {
            return Files.isDirectory(beside) ? beside : within;
        }
        return Files.isWritable(whole.resolveSibling("")) ? beside : within;
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

    Path scrub() {
        return scrub(folder);
    }

    /** How far the check of the stored films has come; also for commands while a box holds the folder. */
    static Path scrub(Path folder) {
        return folder.resolve("scrub.json");
    }

    /** Where the last backup was made, and when. */
    static Path lastBackup(Path folder) {
        return folder.resolve("last-backup");
    }

    /** Also while a box holds the folder. */
    static void noteBackup(Path folder, Path backup, Instant madeAt) {
        try {
            DurableFile.write(
                    lastBackup(folder),
                    "%s, made %s%n".formatted(backup.toAbsolutePath(), madeAt).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new BoxNotStartedException("the backup was made, but cannot be noted in " + folder, e);
        }
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
                DurableFile.write(file, UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII));
            }
            return Files.readString(file, StandardCharsets.US_ASCII).strip();
        } catch (IOException e) {
            throw new BoxNotStartedException("cannot read or write the serial number of this box in " + file, e);
        }
    }

    /** Tells programs which ports were opened. */
    void announce(int dicomPort, int httpPort) {
        var file = ports(folder);
        try {
            DurableFile.write(file, ports(dicomPort, httpPort).getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new BoxNotStartedException("cannot write %s (%s)".formatted(file, DiskTrouble.inWords(e)), e);
        }
    }

    /** For programs. */
    static String ports(int dicomPort, int httpPort) {
        return "{\"dicomPort\":%d,\"httpPort\":%d}\n".formatted(dicomPort, httpPort);
    }

    /** Boxes before this one left the modes to the umask. The whole folder is looked through only then. */
    private void tighten() throws IOException {
        if (OwnerOnly.isWider(folder.toRealPath())) {
            var wide = OwnerOnly.tighten(folder.toRealPath());
            new BoxEvents().tightened(folder, wide.size());
        }
    }

    /** For whoever wants to know, outside of the folder. Writes all or nothing. */
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
