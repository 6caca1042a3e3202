package org.mococxr.filmlist;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.mococxr.film.FilmPreparation;

/**
 * Films decoded and prepared once, kept in one memory-mapped file, so that every epoch and every restart reads plain bytes. Thread-safe.
 *
 * <p>The file's name is a digest of every film's path, size and time of change, of the preparation, the side and the depth: another
 * list, an exchanged film or another version of the arithmetic makes another file.
 */
public final class PreparedFilms {
    /** How grey is kept. */
    public enum Depth {
        /** One byte, 0..255: for views that are changed at random anyway. */
        GREY8(1),
        /** The exact 32-bit floats 0..1 that the box computes: for figures and reference outputs. */
        FLOAT32(4);

        private final int bytes;

        Depth(int bytes) {
            this.bytes = bytes;
        }
    }

    private static final int FILMS_PER_MAP = 512;
    private static final byte READABLE = 1;

    private final List<ListedFilm> films;
    private final int[] records;
    private final int sizePixels;
    private final Depth depth;
    private final List<MappedByteBuffer> maps;
    private final List<UnreadableFilm> unreadable;

    private PreparedFilms(
            List<ListedFilm> films,
            int[] records,
            int sizePixels,
            Depth depth,
            List<MappedByteBuffer> maps,
            List<UnreadableFilm> unreadable) {
        this.films = films;
        this.records = records;
        this.sizePixels = sizePixels;
        this.depth = depth;
        this.maps = maps;
        this.unreadable = List.copyOf(unreadable);
    }

    /** Where and how films are prepared. */
    public record Kitchen(FilmDecoder decoder, Path cacheFolder, int threads) {}

    /**
     * Prepares what no earlier run has prepared.
     *
     * @param progress told how many films are done, from this thread
     * @throws UncheckedIOException if the cache cannot be written
     */
    public static PreparedFilms open(
            List<ListedFilm> films, int sizePixels, Depth depth, Kitchen kitchen, IntConsumer progress) {
        var cache = kitchen.cacheFolder().resolve(digest(films, sizePixels, depth) + ".films");
        try {
            Files.createDirectories(kitchen.cacheFolder());
            if (!Files.exists(cache)) {
                prepare(films, sizePixels, depth, kitchen, cache, progress);
            }
            return map(films, sizePixels, depth, cache);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep prepared films in %s: %s".formatted(cache, e), e);
        }
    }

    private static String digest(List<ListedFilm> films, int sizePixels, Depth depth) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update("%s %d %s%n"
                    .formatted(FilmPreparation.RECIPE, sizePixels, depth)
                    .getBytes(StandardCharsets.UTF_8));
            for (var film : films) {
                var path = film.path().toAbsolutePath();
                digest.update("%s %d %d%n"
                        .formatted(
                                path,
                                Files.size(path),
                                Files.getLastModifiedTime(path).toMillis())
                        .getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        } catch (IOException e) {
            throw new UncheckedIOException("a listed film vanished: " + e, e);
        }
    }

    /** What a worker made of one film: its bytes, or the reason why there are none. */
    private record Dish(byte[] bytes, Optional<String> problem) {}

    /** Fixed records of pixels, then for each film one byte (readable or not), then the reasons as text. */
    private static void prepare(
            List<ListedFilm> films, int sizePixels, Depth depth, Kitchen kitchen, Path cache, IntConsumer progress)
            throws IOException {
        var unfinished = Files.createTempFile(kitchen.cacheFolder(), "films", ".unfinished");
        var workers = Executors.newFixedThreadPool(kitchen.threads());
        try (var out = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
            var readable = new byte[films.size()];
            var reasons = new StringBuilder();
            var ahead = new ArrayList<Future<Dish>>();
            for (var i = 0; i < films.size(); i++) {
                while (ahead.size() < films.size() && ahead.size() < i + 4 * kitchen.threads()) {
                    var film = films.get(ahead.size());
                    ahead.add(workers.submit(() -> prepare(film, sizePixels, depth, kitchen.decoder())));
                }
                var dish = ahead.set(i, null).get();
                writeFully(out, ByteBuffer.wrap(dish.bytes()));
                readable[i] = dish.problem().isEmpty() ? READABLE : 0;
                dish.problem()
                        .ifPresent(problem ->
                                reasons.append(problem.replace('\n', ' ')).append('\n'));
                progress.accept(i + 1);
            }
            writeFully(out, ByteBuffer.wrap(readable));
            writeFully(out, ByteBuffer.wrap(reasons.toString().getBytes(StandardCharsets.UTF_8)));
            out.force(true);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("preparing films was interrupted", e);
        } catch (ExecutionException e) {
            throw new IOException("preparing films failed: " + e.getCause(), e);
        } finally {
            workers.shutdownNow();
        }
        Files.move(unfinished, cache, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static Dish prepare(ListedFilm film, int sizePixels, Depth depth, FilmDecoder decoder) {
        var bytes = ByteBuffer.allocate(sizePixels * sizePixels * depth.bytes).order(ByteOrder.LITTLE_ENDIAN);
        try {
            var values = new FilmPreparation(sizePixels)
                    .prepare(decoder.decode(film.path()))
                    .values();
            for (var grey : values) {
                if (depth == Depth.GREY8) {
                    bytes.put((byte) Math.round(255 * grey));
                } else {
                    bytes.putFloat(grey);
                }
            }
            return new Dish(bytes.array(), Optional.empty());
        } catch (IOException | RuntimeException e) {
            // Any decoder failure is this film's problem; the caller lists it and decides whether to go on without it.
            return new Dish(bytes.array(), Optional.of(String.valueOf(e.getMessage())));
        }
    }

    private static PreparedFilms map(List<ListedFilm> films, int sizePixels, Depth depth, Path cache)
            throws IOException {
        var filmBytes = (long) sizePixels * sizePixels * depth.bytes;
        try (var in = FileChannel.open(cache, StandardOpenOption.READ)) {
            var maps = new ArrayList<MappedByteBuffer>();
            for (var first = 0; first < films.size(); first += FILMS_PER_MAP) {
                var count = Math.min(FILMS_PER_MAP, films.size() - first);
                maps.add(in.map(FileChannel.MapMode.READ_ONLY, first * filmBytes, count * filmBytes));
            }
            var tail = ByteBuffer.allocate(Math.toIntExact(in.size() - films.size() * filmBytes));
            in.read(tail, films.size() * filmBytes);
            var reasons = new String(tail.array(), films.size(), tail.capacity() - films.size(), StandardCharsets.UTF_8)
                    .lines()
                    .iterator();
            var unreadable = new ArrayList<UnreadableFilm>();
            for (var i = 0; i < films.size(); i++) {
                if (tail.get(i) != READABLE) {
                    unreadable.add(new UnreadableFilm(films.get(i), reasons.next()));
                }
            }
            var records = IntStream.range(0, films.size()).toArray();
            return new PreparedFilms(films, records, sizePixels, depth, maps, unreadable);
        }
    }

    private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Some of these films, in the order given; shares the file. */
    public PreparedFilms only(int[] chosen) {
        var some = new ArrayList<ListedFilm>();
        var recordsOfSome = new int[chosen.length];
        for (var i = 0; i < chosen.length; i++) {
            some.add(films.get(chosen[i]));
            recordsOfSome[i] = records[chosen[i]];
        }
        var broken =
                unreadable.stream().filter(film -> some.contains(film.film())).toList();
        return new PreparedFilms(List.copyOf(some), recordsOfSome, sizePixels, depth, maps, broken);
    }

    public int sizePixels() {
        return sizePixels;
    }

    /** The films, readable or not, in the order they were given; the position is what {@code film} means below. */
    public List<ListedFilm> films() {
        return films;
    }

    public List<UnreadableFilm> unreadable() {
        return unreadable;
    }

    /** Copies a film's grey bytes into {@code into} [S*S]. */
    public void grey8(int film, byte[] into) {
        require(Depth.GREY8);
        map(film).get(records[film] % FILMS_PER_MAP * into.length, into);
    }

    /** Copies a film's grey, 0..1, into {@code into[at .. at + S*S)}. */
    public void grey(int film, float[] into, int at) {
        require(Depth.FLOAT32);
        var values = sizePixels * sizePixels;
        map(film)
                .duplicate()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(records[film] % FILMS_PER_MAP * values, into, at, values);
    }

    private MappedByteBuffer map(int film) {
        return maps.get(records[film] / FILMS_PER_MAP);
    }

    private void require(Depth needed) {
        if (depth != needed) {
            throw new IllegalStateException("films kept as %s are asked for as %s".formatted(depth, needed));
        }
    }

    /** Mean and standard deviation of grey 0..1 over all films. */
    public GreyStatistics statistics() {
        var bytes = new byte[sizePixels * sizePixels];
        var floats = new float[depth == Depth.FLOAT32 ? bytes.length : 0];
        var histogram = new long[256];
        for (var film = 0; film < films.size(); film++) {
            if (depth == Depth.GREY8) {
                grey8(film, bytes);
                for (var grey : bytes) {
                    histogram[grey & 0xff]++;
                }
            } else {
                grey(film, floats, 0);
                for (var grey : floats) {
                    histogram[Math.round(255 * grey)]++;
                }
            }
        }
        return GreyStatistics.of(histogram);
    }
}
