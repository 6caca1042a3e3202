package org.mococxr.appliance.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.mococxr.appliance.durable.DurableFile;
import org.mococxr.appliance.journal.JournalException;
import org.mococxr.appliance.journal.JournalFile;
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

    private final Path data;

    /** @param data folder of a box, which may be running */
    public Backup(Path data) {
        this.data = data;
    }

    /**
     * @param target a folder that does not exist yet
     * @param key signs what the folder holds
     * @return how many files it holds
     */
    public int to(Path target, BackupKey key, Clock clock) {
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
            for (var file : filesOf(data, false)) {
                copyIfStillThere(file, target, items);
            }
            var contents = new Contents(Contents.FORMAT, clock.instant().toString(), items);
            var document = StrictJson.write(contents);
            DurableFile.write(target.resolve(BackupKey.Signed.FILE), StrictJson.write(key.sign(document)));
            DurableFile.write(target.resolve(Contents.FILE), document);
            return items.size();
        } catch (IOException | JournalException e) {
            throw new BackupFailedException(
                    "the backup to %s was not finished: %s. What is there is no backup; delete it"
                            .formatted(target, e.getMessage()),
                    e);
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
        return new Contents.Item(slashes(root.relativize(file)), Files.size(file), digest(file));
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
                var out = new DigestOutputStream(
                        Channels.newOutputStream(
                                OwnerOnly.open(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)),
                        sha256())) {
            in.transferTo(out);
            out.flush();
            force(to);
            return HexFormat.of().formatHex(out.getMessageDigest().digest());
        }
    }

    private static String digest(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file);
                var out = new DigestOutputStream(OutputStream.nullOutputStream(), sha256())) {
            in.transferTo(out);
            return HexFormat.of().formatHex(out.getMessageDigest().digest());
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime lacks SHA-256, which every one must have", e);
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
