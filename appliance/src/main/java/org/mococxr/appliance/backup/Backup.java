package org.mococxr.appliance.backup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.mococxr.appliance.durable.DurableFile;
import org.mococxr.appliance.durable.FileDigest;
import org.mococxr.appliance.journal.Journal;
import org.mococxr.appliance.journal.JournalException;
import org.mococxr.appliance.journal.JournalFile;
import org.mococxr.appliance.journal.Removals;
import org.mococxr.inbox.Inbox;
import org.mococxr.json.JsonDocumentException;
import org.mococxr.json.StrictJson;
import org.mococxr.secrecy.OwnerOnly;

/**
 * A folder with everything of a box. The databases are copied first, by SQLite, each as of one moment; a film that comes while
 * the rest is copied is in the copy of the inbox and not in the journal, as after a crash, and is taken up by the restored box.
 */
public final class Backup {
    private static final String DATABASE_ENDING = ".db";

    /** What belongs to a running process or lives for moments. */
    private static final Set<String> LEFT_OUT = Set.of(
            "work",
            "box.lock",
            "ports.json",
            "local-token",
            "reserve",
            "keys",
            "inbox/tmp",
            "inbox/inbox.lock",
            "models/incoming",
            "models/store.lock");

    private static final int AT_A_TIME = 1000;

    private final Path data;

    /**
     * A finished backup.
     *
     * @param files how many it holds
     * @param damagedFilms references of films that it lacks, because the box has them no more as they were received
     */
    public record Made(int files, List<String> damagedFilms) {
        public Made {
            damagedFilms = List.copyOf(damagedFilms);
        }
    }

    /** @param data folder of a box, which may be running */
    public Backup(Path data) {
        this.data = data;
    }

    /**
     * Films that are damaged or gone are not copied as if they were good: they are named.
     *
     * @param target a folder that does not exist yet
     * @param key signs what the folder holds
     */
    public Made to(Path target, BackupKey key, Clock clock) {
        try {
            if (Files.exists(target)) {
                throw new BackupFailedException(
                        "%s is there already; a backup goes into a new folder".formatted(target), null);
            }
            OwnerOnly.folder(target);
            var items = new ArrayList<Contents.Item>();
            for (var file : filesOf(data, true)) {
                JournalFile.copy(file, target.resolve(file.getFileName()));
                items.add(item(target, target.resolve(file.getFileName())));
            }
            var damaged = new TreeSet<String>();
            for (var file : filesOf(data, false)) {
                if (isDamagedFilm(file)) {
                    damaged.add(digestOf(file));
                } else {
                    copyIfStillThere(file, target, items);
                }
            }
            var contents = new Contents(Contents.FORMAT, clock.instant().toString(), items);
            var document = StrictJson.write(contents);
            DurableFile.write(target.resolve(BackupKey.Signed.FILE), StrictJson.write(key.sign(document)));
            DurableFile.write(target.resolve(Contents.FILE), document);
            damaged.addAll(gone(clock));
            return new Made(items.size(), named(damaged, clock));
        } catch (IOException | UncheckedIOException | JournalException e) {
            throw new BackupFailedException(
                    "the backup to %s was not finished: %s. What is there is no backup; delete it"
                            .formatted(target, e.getMessage()),
                    e);
        }
    }

    private boolean isDamagedFilm(Path file) {
        if (!isFilm(file)) {
            return false;
        }
        try {
            return !Inbox.isWhole(file);
        } catch (NoSuchFileException e) {
            return false; // deleted on purpose while it waited for its turn
        } catch (IOException e) {
            return true;
        }
    }

    private boolean isFilm(Path file) {
        return file.startsWith(data.resolve("inbox/objects")) && digestOf(file).matches("[0-9a-f]{64}");
    }

    private static String digestOf(Path file) {
        return file.getFileName().toString().replaceFirst("\\..*", "");
    }

    /** Films that the journal knows, that nobody deleted, and that the disk has not. */
    private List<String> gone(Clock clock) {
        return fromJournal(clock, List.of(), removals -> {
            var gone = new ArrayList<String>();
            var films = removals.kept(0, AT_A_TIME);
            while (!films.isEmpty()) {
                films.stream()
                        .map(Removals.Kept::objectDigest)
                        .filter(digest ->
                                Inbox.findIn(data.resolve("inbox"), digest).isEmpty())
                        .forEach(gone::add);
                films = removals.kept(films.get(films.size() - 1).filmId(), AT_A_TIME);
            }
            return gone;
        });
    }

    /** By their opaque references, where the journal has one and their pixels were not deleted meanwhile. */
    private List<String> named(Set<String> digests, Clock clock) {
        if (digests.isEmpty()) {
            return List.of();
        }
        return fromJournal(
                clock,
                List.copyOf(digests),
                removals -> digests.stream()
                        .map(digest -> removals.refOf(digest).orElse("(no reference) " + digest))
                        .toList());
    }

    private <T> T fromJournal(Clock clock, T without, Function<Removals, T> work) {
        var file = data.resolve("journal.db");
        if (Files.notExists(file)) {
            return without;
        }
        try (var journal = Journal.openToRead(file, clock)) {
            return work.apply(journal.removals());
        }
    }

    /** A file of the inbox may be deleted by the retention rules while it waits for its turn. */
    private void copyIfStillThere(Path file, Path target, List<Contents.Item> items) throws IOException {
        var path = data.relativize(file);
        var copy = target.resolve(path);
        OwnerOnly.folderOf(copy);
        try {
            items.add(new Contents.Item(slashes(path), Files.size(file), copy(file, copy)));
        } catch (NoSuchFileException e) {
            Files.deleteIfExists(copy);
        }
    }

    private static List<Path> filesOf(Path data, boolean databases) throws IOException {
        if (!Files.isDirectory(data)) {
            throw new BackupFailedException("%s is no data folder of a box".formatted(data), null);
        }
        try (Stream<Path> files = Files.walk(data)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !isLeftOut(slashes(data.relativize(file))))
                    .filter(file -> isDatabase(file) == databases)
                    .sorted()
                    .toList();
        }
    }

    private static boolean isDatabase(Path file) {
        return file.toString().endsWith(DATABASE_ENDING);
    }

    private static boolean isLeftOut(String path) {
        return path.endsWith(".tmp")
                || path.endsWith(DATABASE_ENDING + "-wal")
                || path.endsWith(DATABASE_ENDING + "-shm")
                || LEFT_OUT.stream().anyMatch(name -> path.equals(name) || path.startsWith(name + "/"));
    }

    private static String slashes(Path relative) {
        return relative.toString().replace('\\', '/');
    }

    private static Contents.Item item(Path root, Path file) throws IOException {
        return new Contents.Item(slashes(root.relativize(file)), Files.size(file), FileDigest.of(file));
    }

    /**
     * Makes the data folder of a box from a backup. It is complete and checked when this returns, or not there.
     *
     * @param backup a finished backup
     * @param trusted whether a box's key for backups, by its id, may have signed it
     * @param finish what is to be done in the folder before it has its name; told when the backup was made
     * @return how many files were restored
     */
    public int from(Path backup, Predicate<String> trusted, BiConsumer<Path, String> finish) {
        if (Files.exists(data)) {
            throw new BackupFailedException(
                    "%s is there already; a backup is restored into a new folder, so that nothing is overwritten"
                            .formatted(data),
                    null);
        }
        var unfinished = data.resolveSibling(data.getFileName() + ".restoring");
        try {
            deleteTree(unfinished);
            OwnerOnly.folder(unfinished);
            var contents = contents(backup, trusted);
            for (var item : contents.files()) {
                restore(backup, item, unfinished);
            }
            finish.accept(unfinished, contents.madeAt());
            Files.move(unfinished, data);
            return contents.files().size();
        } catch (IOException e) {
            throw new BackupFailedException(
                    "%s could not be restored from %s: %s. No data folder was made".formatted(data, backup, e), e);
        }
    }

    private static Contents contents(Path backup, Predicate<String> trusted) throws IOException {
        var file = backup.resolve(Contents.FILE);
        if (Files.notExists(file)) {
            throw new BackupFailedException(
                    "%s has no %s: it is no backup, or one that was not finished".formatted(backup, Contents.FILE),
                    null);
        }
        try {
            var document = Files.readAllBytes(file);
            requireSigned(backup, document, trusted);
            return StrictJson.read(document, Contents.class);
        } catch (JsonDocumentException e) {
            throw new BackupFailedException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static void requireSigned(Path backup, byte[] document, Predicate<String> trusted) throws IOException {
        var file = backup.resolve(BackupKey.Signed.FILE);
        if (Files.notExists(file)) {
            throw new BackupFailedException(
                    "%s has no %s: nobody vouches for what it holds. No data folder was made"
                            .formatted(backup, BackupKey.Signed.FILE),
                    null);
        }
        try {
            var signed = StrictJson.read(Files.readAllBytes(file), BackupKey.Signed.class);
            if (!signed.isOf(document)) {
                throw new BackupFailedException(
                        "%s is not what was signed: it was changed since the backup was made. No data folder was made"
                                .formatted(backup.resolve(Contents.FILE)),
                        null);
            }
            if (!trusted.test(signed.keyId())) {
                throw new BackupFailedException(
                        "%s is signed with the key %s, which is not this box's. If `backup` or `doctor` of the box it came from said that key, add --trust %s. No data folder was made"
                                .formatted(backup, signed.keyId(), signed.keyId()),
                        null);
            }
        } catch (GeneralSecurityException | JsonDocumentException | IllegalArgumentException e) {
            throw new BackupFailedException(
                    "%s cannot be read: %s. No data folder was made".formatted(file, e.getMessage()), e);
        }
    }

    private static void restore(Path backup, Contents.Item item, Path unfinished) throws IOException {
        var copy = unfinished.resolve(item.path()).normalize();
        if (!copy.startsWith(unfinished)) {
            throw new BackupFailedException("the backup names a file outside itself: " + item.path(), null);
        }
        OwnerOnly.folderOf(copy);
        var found = copy(backup.resolve(item.path()), copy);
        if (!found.equals(item.sha256())) {
            throw new BackupFailedException(
                    "%s in the backup %s is damaged: its SHA-256 is %s, expected %s. No data folder was made"
                            .formatted(item.path(), backup, found, item.sha256()),
                    null);
        }
    }

    /** @return SHA-256 of what was copied, in hexadecimal */
    private static String copy(Path from, Path to) throws IOException {
        try (var in = Files.newInputStream(from);
                var out = Channels.newOutputStream(
                        OwnerOnly.open(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))) {
            var digest = FileDigest.copying(in, out);
            out.flush();
            force(to);
            return digest;
        }
    }

    private static void force(Path file) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void deleteTree(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(folder)) {
            for (var path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
