package org.mococxr.secrecy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Folders are made with 0700 and files with 0600, whatever the umask; a disk without such modes is left as it is. */
public final class OwnerOnly {
    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

    private OwnerOnly() {}

    /** Makes a folder, and those above it, where they are missing. */
    public static Path folder(Path folder) throws IOException {
        return Files.createDirectories(folder, attributes(folder, FOLDER));
    }

    /** Makes the folder that a file is to lie in. */
    public static void folderOf(Path file) throws IOException {
        var folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            folder(folder);
        }
    }

    /** Opens a file, with that mode if it is made. */
    public static FileChannel open(Path file, OpenOption... options) throws IOException {
        return FileChannel.open(file, Set.of(options), attributes(file, FILE));
    }

    /** Makes an empty file if it is missing. */
    public static void touch(Path file) throws IOException {
        if (Files.notExists(file)) {
            Files.createFile(file, attributes(file, FILE));
        }
    }

    private static FileAttribute<?>[] attributes(Path path, Set<PosixFilePermission> permissions) {
        return knowsModes(path)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }

    private static boolean knowsModes(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /** Whether others may do something with it. */
    public static boolean isWider(Path path) throws IOException {
        var view = Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        return view != null && !FOLDER.containsAll(view.readAttributes().permissions());
    }

    /** Everything from here on that is open to others; links are not followed. */
    public static List<Path> wider(Path root) throws IOException {
        var found = new ArrayList<Path>();
        if (knowsModes(root)) {
            Files.walkFileTree(root, new Wider(found));
        }
        return found;
    }

    /**
     * Closes everything from here on to others.
     *
     * @return what was open to them
     */
    public static List<Path> tighten(Path root) throws IOException {
        var found = wider(root);
        for (var path : found) {
            try {
                var view = Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
                var kept = EnumSet.copyOf(view.readAttributes().permissions());
                kept.retainAll(FOLDER);
                view.setPermissions(kept);
            } catch (NoSuchFileException e) {
                continue; // it lived for a moment
            }
        }
        return found;
    }

    private static final class Wider extends SimpleFileVisitor<Path> {
        private final List<Path> found;

        Wider(List<Path> found) {
            this.found = found;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            if (!attributes.isSymbolicLink()) {
                look(file);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException cause) throws IOException {
            if (cause instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw cause;
        }

        /** Behind what it holds, so that a walk that was cut short is seen by the folder it began with. */
        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException cause) throws IOException {
            if (cause != null) {
                throw cause;
            }
            look(folder);
            return FileVisitResult.CONTINUE;
        }

        private void look(Path path) throws IOException {
            try {
                if (isWider(path)) {
                    found.add(path);
                }
            } catch (NoSuchFileException e) {
                return; // it lived for a moment
            }
        }
    }
}
