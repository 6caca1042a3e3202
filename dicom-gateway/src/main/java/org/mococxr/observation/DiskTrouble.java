package org.mococxr.observation;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Optional;

/** Why a file or folder could not be read or written, as a person would say it. */
public final class DiskTrouble {
    private DiskTrouble() {}

    public static String inWords(IOException cause) {
        return of(cause).english();
    }

    public static Observation of(IOException cause) {
        if (cause instanceof NoSuchFileException) {
            return ObservationKind.NO_SUCH_FILE.of();
        }
        if (cause instanceof AccessDeniedException) {
            return ObservationKind.NOT_PERMITTED.of();
        }
        if (cause instanceof FileAlreadyExistsException) {
            return ObservationKind.ALREADY_THERE.of();
        }
        if (cause instanceof NotDirectoryException) {
            return ObservationKind.NO_FOLDER.of();
        }
        var words = cause instanceof FileSystemException onFile && onFile.getReason() != null
                ? onFile.getReason()
                : Optional.ofNullable(cause.getMessage())
                        .orElse(cause.getClass().getSimpleName());
        return switch (words) {
            case "No space left on device" -> ObservationKind.DISK_FULL.of();
            case "Read-only file system" -> ObservationKind.DISK_READ_ONLY.of();
            case "Is a directory" -> ObservationKind.IS_A_FOLDER.of();
            default -> Observation.quoted(words);
        };
    }
}
