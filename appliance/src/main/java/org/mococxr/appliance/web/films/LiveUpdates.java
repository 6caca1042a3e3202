package org.mococxr.appliance.web.films;

import io.javalin.http.sse.SseClient;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Tells open pages which film changed, by server-sent events.
 *
 * <p>Each page has its own thread and a short queue: one that reads too slowly is disconnected and catches up when its browser
 * connects again, and never holds up the others.
 */
public final class LiveUpdates implements AutoCloseable {
    private static final int MOST_PAGES = 48;
    private static final int QUEUE = 512;
    private static final int HEARTBEAT_SECONDS = 15;

    private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** Never blocks. */
    public void filmChanged(String ref) {
        listeners.forEach(listener -> listener.offer(ref));
    }

    public void connect(SseClient client) {
        if (closed || listeners.size() >= MOST_PAGES) {
            client.close();
            return;
        }
        client.keepAlive();
        var listener = new Listener(client);
        listeners.add(listener);
        client.onClose(() -> listeners.remove(listener));
        listener.start();
    }

    @Override
    public void close() {
        closed = true;
        listeners.forEach(Listener::end);
    }

    private final class Listener {
        private final SseClient client;
        private final BlockingQueue<String> changed = new ArrayBlockingQueue<>(QUEUE);
        private final Thread thread = new Thread(this::serve, "live-page");

        Listener(SseClient client) {
            this.client = client;
        }

        void start() {
            thread.setDaemon(true);
            thread.start();
        }

        void offer(String ref) {
            if (!changed.offer(ref)) {
                end();
            }
        }

        void end() {
            listeners.remove(this);
            thread.interrupt();
        }

        private void serve() {
            try {
                client.sendEvent("hello", "");
                while (!client.terminated() && !closed) {
                    var ref = changed.poll(HEARTBEAT_SECONDS, TimeUnit.SECONDS);
                    if (ref == null) {
                        client.sendComment("still here");
                    } else {
                        client.sendEvent("film", ref);
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                listeners.remove(this);
                client.close();
            }
        }
    }
}
