package org.mococxr.inbox;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.mococxr.dicom.net.StoreStatus;
import org.mococxr.observation.ObservationKind;
import org.mococxr.secrecy.OwnerOnly;

/**
 * One object on its way into a temporary file. Closing removes the file, unless it was published and has another name by then. For one
 * thread.
 */
final class Reception implements Closeable {
    private static final int BUFFER_BYTES = 256 << 10;
    private static final long SPACE_CHECK_EVERY_BYTES = 16L << 20;

    private final Path file;
    private final FileChannel channel;
    private final MessageDigest digest = sha256();
    private long sizeBytes;

    /** Asked now and then while bytes come in; throws when there is no more room. */
    @FunctionalInterface
    interface SpaceGuard {
        void check() throws RefusedException;
    }

    Reception(Path file) throws RefusedException {
        this.file = file;
        try {
            this.channel = OwnerOnly.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw RefusedException.diskFailed(e);
        }
    }

    /** Bytes of ours before the object; they are not part of its digest or size. */
    void writeHeader(byte[] header) throws RefusedException {
        write(ByteBuffer.wrap(header));
    }

    void writeAll(InputStream object, long limitBytes, SpaceGuard space) throws IOException {
        var buffer = new byte[BUFFER_BYTES];
        var checkedAtBytes = 0L;
        for (var fill = object.readNBytes(buffer, 0, buffer.length);
                fill > 0;
                fill = object.readNBytes(buffer, 0, buffer.length)) {
            sizeBytes += fill;
            if (sizeBytes > limitBytes) {
                throw new RefusedException(
                        StoreStatus::cannotUnderstand, ObservationKind.TOO_MANY_BYTES.of(limitBytes));
            }
            if (sizeBytes - checkedAtBytes >= SPACE_CHECK_EVERY_BYTES) {
                space.check();
                checkedAtBytes = sizeBytes;
            }
            digest.update(buffer, 0, fill);
            write(ByteBuffer.wrap(buffer, 0, fill));
        }
    }

    private void write(ByteBuffer bytes) throws RefusedException {
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw RefusedException.diskFailed(e);
        }
    }

    /** Forces the content to disk; the directory entry is forced when the file gets its final name. */
    void force() throws RefusedException {
        try {
            channel.force(true);
            channel.close();
        } catch (IOException e) {
            throw RefusedException.diskFailed(e);
        }
    }

    Path file() {
        return file;
    }

    long sizeBytes() {
        return sizeBytes;
    }

    /** Of the object. */
    String digest() {
        return digestSoFar(digest);
    }

    /** Of the object and what it is wrapped in, for one whose bytes alone do not tell it from another. */
    String digestWith(String wrapping) {
        return digestWith(digest, wrapping);
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            Files.deleteIfExists(file);
        }
    }

    /** Hexadecimal; more can still be added to the digest. */
    static String digestSoFar(MessageDigest digest) {
        return HexFormat.of().formatHex(copyOf(digest).digest());
    }

    static String digestWith(MessageDigest digest, String wrapping) {
        var longer = copyOf(digest);
        longer.update(wrapping.getBytes(StandardCharsets.US_ASCII));
        return HexFormat.of().formatHex(longer.digest());
    }

    private static MessageDigest copyOf(MessageDigest digest) {
        try {
            return (MessageDigest) digest.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("SHA-256 of every Java platform can be copied", e);
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
