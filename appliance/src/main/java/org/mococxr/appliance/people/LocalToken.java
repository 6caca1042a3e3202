package org.mococxr.appliance.people;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.mococxr.secrecy.OwnerOnly;

/**
 * Lets commands on this machine talk to a running box: a secret in the data folder, new at each start and readable by the box's
 * own user only. Who can read it can read the films beside it too.
 */
public final class LocalToken {
    private final String hash;

    private LocalToken(String hash) {
        this.hash = hash;
    }

    /** Writes a new one. */
    public static LocalToken write(Path file) {
        var token = Secrets.token();
        try {
            Files.deleteIfExists(file);
            OwnerOnly.touch(file);
            Files.writeString(file, token + "\n", StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the token for commands on this machine to " + file, e);
        }
        return new LocalToken(Secrets.hash(token));
    }

    /** As a running box wrote it. */
    public static String read(Path file) throws IOException {
        return Files.readString(file).strip();
    }

    boolean is(String token) {
        return Secrets.same(hash, Secrets.hash(token));
    }
}
