package org.mococxr.interoperability;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The least that taking films durably costs on a machine: bytes from connections into files, each flushed once, with and without the
 * SHA-256 that names them; no DICOM, no folder to flush, no journal. What a receiver here could reach at best.
 */
final class CopyingAlone {
    private static final int FILM_BYTES = 15_000_000;
    private static final int FILMS_EACH = 10;
    private static final int BUFFER_BYTES = 256 << 10;

    private CopyingAlone() {}

    static void print(Path folder, int connections) throws IOException {
        var film = new byte[FILM_BYTES];
        new Random(1).nextBytes(film);
        var sent = Files.write(folder.resolve("copied"), film);
        for (var digesting : new boolean[] {false, true, false, true}) { // the first two warm up
            System.out.printf(
                    "Films of 15 MB copied and flushed by a loop, %s: %.1f a second%n",
                    digesting ? "with SHA-256" : "nothing else", filmsASecond(folder, sent, connections, digesting));
        }
    }

    private static double filmsASecond(Path folder, Path sent, int connections, boolean digesting) throws IOException {
        var threads = Executors.newFixedThreadPool(2 * connections);
        try (var server = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            var began = System.nanoTime();
            var work = IntStream.range(0, connections)
                    .boxed()
                    .flatMap(number -> Stream.<Runnable>of(
                            () -> send(server, sent),
                            () -> receive(server, folder.resolve("copy" + number), digesting)))
                    .map(side -> CompletableFuture.runAsync(side, threads))
                    .toList();
            work.forEach(CompletableFuture::join);
            return connections * FILMS_EACH / ((System.nanoTime() - began) / 1e9);
        } finally {
            threads.shutdownNow();
        }
    }

    private static void send(ServerSocketChannel server, Path sent) {
        try (var socket = SocketChannel.open(server.getLocalAddress());
                var film = FileChannel.open(sent)) {
            var answer = ByteBuffer.allocate(1);
            for (var i = 0; i < FILMS_EACH; i++) {
                for (var at = 0L; at < film.size(); ) {
                    at += film.transferTo(at, film.size() - at, socket);
                }
                socket.read(answer.clear());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void receive(ServerSocketChannel server, Path copy, boolean digesting) {
        var buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
        try (var socket = server.accept()) {
            for (var i = 0; i < FILMS_EACH; i++) {
                try (var file = FileChannel.open(copy, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                    copy(socket, file, buffer, digesting);
                    file.force(true);
                }
                socket.write(ByteBuffer.wrap(new byte[1]));
                Files.delete(copy);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(SocketChannel socket, FileChannel file, ByteBuffer buffer, boolean digesting)
            throws IOException {
        var digest = ReceiverBenchmarkTest.sha256();
        for (var left = FILM_BYTES; left > 0; left -= buffer.limit()) {
            buffer.clear().limit(Math.min(left, BUFFER_BYTES));
            while (buffer.hasRemaining()) {
                socket.read(buffer);
            }
            buffer.flip();
            if (digesting) {
                digest.update(buffer);
                buffer.rewind();
            }
            while (buffer.hasRemaining()) {
                file.write(buffer);
            }
        }
        digest.digest();
    }
}
