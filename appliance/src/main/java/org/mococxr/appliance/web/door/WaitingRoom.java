package org.mococxr.appliance.web.door;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;
import org.mococxr.appliance.web.door.Arrival.Outcome;

/**
 * Lets bodies arrive before a thread is given to their requests: nobody holds a thread by sending slowly. A request goes on once
 * its body is here, or the first 64 KiB of it; the rest of a large one is read only by a route that knows who sends it. Places
 * are few, so that what waits has a bounded size (128 of 64 KiB, 8 MiB, and twice that while it grows). Where all are taken, whoever has
 * waited longest goes: a form from a page is here within moments, one that drips is not.
 *
 * <p>Jetty's own least data rate ({@code HttpConfiguration.setMinRequestDataRate}) is read by nothing in Jetty 12.1.
 *
 * <p>A stranger who is refused with more to say is listened to only as far as the server still gives out the body, without a thread;
 * {@link Doorkeeper#hearOut} listens to those we know.
 */
public final class WaitingRoom extends Handler.Wrapper {
    private static final int PLACES = 128;
    private static final int MOST_BYTES = (int) BodyLimit.SMALL.mostBytes();

    /** As long as the first 64 KiB take at the least pace. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(MOST_BYTES / LimitedInput.LEAST_BYTES_A_SECOND);

    private final Set<Guest> waiting = new LinkedHashSet<>();
    private int placesTaken;

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        var arrival = Arrival.begin(request);
        if (hasNoBody(request)) {
            return super.handle(request, response, callback);
        }
        if (request.getLength() > MOST_BYTES) { // a route that takes so much asks first who sends it
            arrival.came(Outcome.HERE, false);
            return super.handle(request, response, new Lingering(request, arrival, callback));
        }
        if (!makeRoom()) {
            arrival.came(Outcome.NO_ROOM, false);
            return super.handle(request, response, callback);
        }
        var guest = new Guest(request, response, callback, arrival);
        wait(guest);
        guest.listen();
        return true;
    }

    private static boolean hasNoBody(Request request) {
        return request.getLength() == 0
                || (request.getLength() < 0 && !request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING));
    }

    /** Whether there is a place now. Who must go is told so outside of the lock. */
    private boolean makeRoom() {
        Optional<Guest> leaves = Optional.empty();
        synchronized (waiting) {
            if (placesTaken >= PLACES) {
                Iterator<Guest> longest = waiting.iterator();
                if (!longest.hasNext()) {
                    return false;
                }
                leaves = Optional.of(longest.next());
                longest.remove();
            }
            placesTaken++;
        }
        leaves.ifPresent(Guest::giveUp);
        return true;
    }

    private void wait(Guest guest) {
        synchronized (waiting) {
            waiting.add(guest);
        }
    }

    private void leave(Guest guest) {
        synchronized (waiting) {
            waiting.remove(guest);
        }
    }

    private void freePlace() {
        synchronized (waiting) {
            placesTaken--;
        }
    }

    private void goOn(Request request, Response response, Callback callback) {
        try {
            if (!super.handle(request, response, callback)) {
                Response.writeError(request, response, callback, 404);
            }
        } catch (Exception e) { // Jetty answers so for handlers that throw
            Response.writeError(request, response, callback, e);
        }
    }

    /** One request whose body arrives. */
    private final class Guest implements Runnable {
        private final Request request;
        private final Response response;
        private final Callback callback;
        private final Arrival arrival;
        private final AtomicBoolean gone = new AtomicBoolean();
        private final ByteArrayOutputStream soFar = new ByteArrayOutputStream();
        private Scheduler.@Nullable Task alarm;

        Guest(Request request, Response response, Callback callback, Arrival arrival) {
            this.request = request;
            this.response = response;
            this.callback = Callback.from(callback, WaitingRoom.this::freePlace);
            this.arrival = arrival;
        }

        /** Takes what is here; comes back when there is more. */
        void listen() {
            while (!gone.get()) {
                var chunk = request.read();
                if (chunk == null) {
                    waitForMore();
                    return;
                }
                if (Content.Chunk.isFailure(chunk)) {
                    goOn(Optional.of(chunk));
                    return;
                }
                keep(chunk);
                if (chunk.isLast()) {
                    goOn(Optional.of(Content.Chunk.EOF));
                    return;
                }
                if (soFar.size() >= MOST_BYTES) {
                    goOn(Optional.empty());
                    return;
                }
            }
        }

        private void keep(Content.Chunk chunk) {
            var bytes = chunk.getByteBuffer();
            var copy = new byte[bytes.remaining()];
            bytes.get(copy);
            chunk.release();
            soFar.writeBytes(copy);
        }

        private void waitForMore() {
            if (alarm == null) {
                alarm = request.getComponents()
                        .getScheduler()
                        .schedule(this::giveUp, LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
            }
            request.demand(this);
        }

        @Override
        public void run() {
            listen();
        }

        /** @param end what comes behind the bytes that are here; empty if there is more to read */
        private void goOn(Optional<Content.Chunk> end) {
            if (!gone.compareAndSet(false, true)) {
                return;
            }
            leave(this);
            arrival.came(Outcome.HERE, end.isPresent());
            var arrived = new Arrived(request, soFar.toByteArray(), end);
            var heard = end.isPresent() ? callback : new Lingering(request, arrival, callback);
            if (alarm == null) {
                WaitingRoom.this.goOn(arrived, response, heard);
            } else { // Jetty says that there is more to read only once this call of it has returned
                alarm.cancel();
                request.getComponents().getExecutor().execute(() -> WaitingRoom.this.goOn(arrived, response, heard));
            }
        }

        /** Whoever sends so slowly is answered without being heard out; by a thread of its own, for it may be any that says so. */
        private void giveUp() {
            if (!gone.compareAndSet(false, true)) {
                return;
            }
            leave(this);
            arrival.came(Outcome.TOO_SLOW, false);
            var failed = Content.Chunk.from(new IOException("the body came too slowly"), true);
            var refused = new Arrived(request, new byte[0], Optional.of(failed));
            request.getComponents().getExecutor().execute(() -> WaitingRoom.this.goOn(refused, response, callback));
        }
    }

    /** A request whose first bytes are here. */
    private static final class Arrived extends Request.Wrapper {
        private final Optional<Content.Chunk> end;
        private Optional<ByteBuffer> first;

        Arrived(Request request, byte[] first, Optional<Content.Chunk> end) {
            super(request);
            this.first = first.length == 0 ? Optional.empty() : Optional.of(ByteBuffer.wrap(first));
            this.end = end;
        }

        @Override
        public Content.@Nullable Chunk read() {
            if (first.isPresent()) {
                var bytes = first.get();
                first = Optional.empty();
                return Content.Chunk.from(bytes, false);
            }
            return end.isPresent() ? end.get() : super.read();
        }

        @Override
        public void demand(Runnable whenThere) {
            if (first.isPresent() || end.isPresent()) {
                getComponents().getExecutor().execute(whenThere);
            } else {
                super.demand(whenThere);
            }
        }
    }

    /** An answered request whose sender may still be sending: the connection stays open for a while, so that he reads the answer. */
    private static final class Lingering extends Callback.Nested implements Runnable {
        private final Request request;
        private final Arrival arrival;
        private final AtomicBoolean over = new AtomicBoolean();
        private long leftBytes;
        private Scheduler.@Nullable Task alarm;

        Lingering(Request request, Arrival arrival, Callback callback) {
            super(callback);
            this.request = request;
            this.arrival = arrival;
        }

        @Override
        public void succeeded() {
            var patience = arrival.patience();
            leftBytes = patience.mostBytes();
            run();
            if (!over.get()) {
                alarm = request.getComponents()
                        .getScheduler()
                        .schedule(this::end, patience.longest().toMillis(), TimeUnit.MILLISECONDS);
            }
        }

        @Override
        public void run() {
            while (!over.get()) {
                var chunk = request.read();
                if (chunk == null) {
                    request.demand(this);
                    return;
                }
                leftBytes -= chunk.remaining();
                chunk.release();
                if (chunk.isLast() || Content.Chunk.isFailure(chunk) || leftBytes <= 0) {
                    end();
                }
            }
        }

        private void end() {
            if (over.compareAndSet(false, true)) {
                if (alarm != null) {
                    alarm.cancel();
                }
                super.succeeded();
            }
        }
    }
}
