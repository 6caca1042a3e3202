package org.mococxr.appliance.intake;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import org.mococxr.appliance.language.Sentence;

/**
 * The files in a zip, one after the other as they come. Names are for people only: nothing is ever written to where a name
 * points. A zip within the zip is opened as well, once. For one thread.
 */
public final class ZippedFilms implements AutoCloseable {
    private static final int SIGNATURE_BYTES = 4;
    private static final int LONGEST_NAME = 200;

    private final Limits limits;
    private final Deque<ZipInputStream> open = new ArrayDeque<>();
    private int files;
    private long bytes;

    /**
     * How much a zip may hold.
     *
     * @param files entries, folders included
     * @param bytes of all entries together once unpacked, which is what a zip bomb is about
     * @param depth of zips in zips; 1 opens none within
     */
    public record Limits(int files, long bytes, int depth) {
        public static Limits standard() {
            return new Limits(5_000, 8L << 30, 2);
        }
    }

    /**
     * One file.
     *
     * @param name as the zip states it, without what a line of text cannot show
     * @param content good until the next file is asked for
     */
    public record Zipped(String name, InputStream content) {}

    public ZippedFilms(InputStream zip, Limits limits) {
        this.limits = limits;
        open.push(new ZipInputStream(zip));
    }

    /** Whether bytes begin as a zip with something in it does. */
    public static boolean recognises(byte[] start) {
        return start.length >= SIGNATURE_BYTES && start[0] == 'P' && start[1] == 'K' && start[2] == 3 && start[3] == 4;
    }

    /** Looks at the first bytes of a stream, which must support marks, and leaves them there. */
    public static boolean recognises(InputStream in) throws IOException {
        in.mark(SIGNATURE_BYTES);
        var start = in.readNBytes(SIGNATURE_BYTES);
        in.reset();
        return recognises(start);
    }

    /**
     * @return empty at the end
     * @throws ZipRefusedException if the zip is damaged or holds more than the limits allow
     */
    public Optional<Zipped> next() throws IOException {
        try {
            while (!open.isEmpty()) {
                var entry = open.element().getNextEntry();
                if (entry == null) {
                    open.pop();
                    continue;
                }
                if (++files > limits.files()) {
                    throw new ZipRefusedException(Sentence.of("intake.zip.files", limits.files()));
                }
                if (isNoFilm(entry)) {
                    continue;
                }
                var content = new BufferedInputStream(new Counted(open.element()));
                if (!recognises(content)) {
                    return Optional.of(new Zipped(printable(entry.getName()), content));
                }
                if (open.size() >= limits.depth()) {
                    throw new ZipRefusedException(Sentence.of("intake.zip.depth"));
                }
                open.push(new ZipInputStream(content));
            }
            return Optional.empty();
        } catch (ZipException | EOFException | IllegalArgumentException e) { // the last: a name that is no text
            throw new ZipRefusedException(Sentence.of("intake.zip.damaged", String.valueOf(e.getMessage())), e);
        }
    }

    /** Folders, what operating systems add, and the table of contents of a DICOM disc. */
    private static boolean isNoFilm(ZipEntry entry) {
        var name = entry.getName();
        var last = name.substring(name.lastIndexOf('/') + 1);
        return entry.isDirectory()
                || name.startsWith("__MACOSX/")
                || last.equals(".DS_Store")
                || last.equals("Thumbs.db")
                || last.equals("DICOMDIR");
    }

    private static String printable(String name) {
        var plain = name.replaceAll("\\p{Cntrl}", "?");
        return plain.substring(Math.max(0, plain.length() - LONGEST_NAME));
    }

    @Override
    public void close() throws IOException {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }

    /** One entry; closing it does not close the zip. */
    private final class Counted extends FilterInputStream {
        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int count;
            try {
                count = super.read(into, offset, length);
            } catch (ZipException | EOFException e) {
                throw new ZipRefusedException(Sentence.of("intake.zip.damaged", String.valueOf(e.getMessage())), e);
            }
            bytes += Math.max(0, count);
            if (bytes > limits.bytes()) {
                throw new ZipRefusedException(Sentence.of("intake.zip.size", limits.bytes() >> 20));
            }
            return count;
        }

        @Override
        public void close() {
            // The zip goes on behind this entry.
        }
    }
}
