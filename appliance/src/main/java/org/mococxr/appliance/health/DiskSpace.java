package org.mococxr.appliance.health;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongSupplier;

/** How much room there is for films, less a reserve that keeps the journal writable. */
public final class DiskSpace {
    private static final long DEFAULT_RESERVE_BYTES = 256L << 20;
    private static final int GETTING_FULL_TIMES_RESERVE = 8;

    private final LongSupplier free;
    private final long reserveBytes;

    /** @param free bytes that can be written */
    public DiskSpace(LongSupplier free, long reserveBytes) {
        this.free = free;
        this.reserveBytes = reserveBytes;
    }

    /** The disk that a folder lies on. */
    public static DiskSpace of(Path folder) {
        try {
            var store = Files.getFileStore(folder);
            return new DiskSpace(() -> usable(store, folder), DEFAULT_RESERVE_BYTES);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot find the disk of " + folder, e);
        }
    }

    private static long usable(FileStore store, Path folder) {
        try {
            return store.getUsableSpace();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot see how full the disk of %s is".formatted(folder), e);
        }
    }

    public long freeBytes() {
        return free.getAsLong();
    }

    public long reserveBytes() {
        return reserveBytes;
    }

    /** Whether another film may be taken. */
    public boolean hasRoom() {
        return freeBytes() > reserveBytes;
    }

    boolean isGettingFull() {
        return freeBytes() < reserveBytes * GETTING_FULL_TIMES_RESERVE;
    }
}
