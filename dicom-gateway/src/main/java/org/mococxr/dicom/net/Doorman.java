package org.mococxr.dicom.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Turns callers away for whom there is no place, without keeping the listener from the next one. A caller who can wait for it hears
 * "limit reached"; in a flood, those beyond a short queue are simply closed, and the log gets one line every few seconds.
 */
final class Doorman implements AutoCloseable {
    private static final int WAITING_TO_BE_TURNED_AWAY = 64;
    private static final Duration BETWEEN_LOG_LINES = Duration.ofSeconds(10);

    private final ReceiveEvents events;
    private final boolean speaksPlain;
    private final ThreadPoolExecutor thread;

    private long lastLineNanos = System.nanoTime() - BETWEEN_LOG_LINES.toNanos();
    private int sinceLastLine;

    /** @param speaksPlain whether callers understand a PDU that comes before any TLS handshake */
    Doorman(ReceiveEvents events, boolean speaksPlain) {
        this.events = events;
        this.speaksPlain = speaksPlain;
        this.thread = new ThreadPoolExecutor(
                1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING_TO_BE_TURNED_AWAY), task -> {
                    var thread = new Thread(task, "dicom-doorman");
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /** For the listener's thread only. */
    void turnAway(Socket socket, InetAddress peer) throws IOException {
        log(peer);
        if (!speaksPlain) {
            socket.close(); // a handshake costs more than the answer is worth
            return;
        }
        try {
            thread.execute(() -> reject(socket, peer));
        } catch (RejectedExecutionException e) {
            socket.close();
        }
    }

    private void log(InetAddress peer) {
        sinceLastLine++;
        if (System.nanoTime() - lastLineNanos >= BETWEEN_LOG_LINES.toNanos()) {
            events.turnedAway(peer, sinceLastLine);
            lastLineNanos = System.nanoTime();
            sinceLastLine = 0;
        }
    }

    private void reject(Socket socket, InetAddress peer) {
        try {
            var channel = new PduChannel(socket);
            channel.write(PduType.ASSOCIATE_RJ, AssociateReject.LOCAL_LIMIT_EXCEEDED.encode());
            channel.closeAfterPeerHasRead();
        } catch (IOException e) {
            events.turnedAwayUnheard(peer, e);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
