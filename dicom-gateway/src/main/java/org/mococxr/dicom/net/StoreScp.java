package org.mococxr.dicom.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.mococxr.dicom.net.admission.CallerList;
import org.mococxr.dicom.net.tls.Tls;

/**
 * A DICOM receiver: answers C-ECHO and hands each object of a C-STORE to a {@link StoreHandler} as a stream. Listens from
 * {@link Builder#start} until {@link #close}. One thread per association, as many as {@link ConnectionLimits} allow; a fault in one
 * never reaches the others or the listener. Names are never looked up.
 */
public final class StoreScp implements AutoCloseable {
    private static final int BACKLOG = 128;
    private static final Duration AFTER_FAILED_ACCEPT = Duration.ofMillis(100);
    private static final Duration TO_FINISH_MESSAGES = Duration.ofSeconds(10);

    private final ScpConnection.Service service;
    private final ServerSocket listener;
    private final Watchdog watchdog;
    private final ExecutorService associations;
    private final Doorman doorman;
    private final Set<ScpConnection> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong numbers = new AtomicLong();
    private final CountDownLatch closing = new CountDownLatch(1);

    private StoreScp(ScpConnection.Service service, ServerSocket listener) {
        this.service = service;
        this.listener = listener;
        this.watchdog = new Watchdog(service.limits());
        this.associations = Executors.newCachedThreadPool(task -> daemon(task, "dicom-association"));
        this.doorman = new Doorman(service.events(), service.tls().isEmpty());
        daemon(this::accept, "dicom-listener").start();
        service.events().listening(service.policy(), listener.getInetAddress(), port(), service.tls());
    }

    public static Builder builder(StoreHandler handler) {
        return new Builder(handler);
    }

    public int port() {
        return listener.getLocalPort();
    }

    public String aeTitle() {
        return service.policy().aeTitle();
    }

    private void accept() {
        while (closing.getCount() > 0) {
            try {
                admit(listener.accept());
            } catch (IOException | RuntimeException | OutOfMemoryError e) {
                if (closing.getCount() > 0) {
                    service.events().acceptFailed(e);
                    pause();
                }
            }
        }
    }

    private void admit(Socket socket) throws IOException {
        var peer = socket.getInetAddress();
        if (!service.quota().admit(peer)) {
            doorman.turnAway(socket, peer);
            return;
        }
        try {
            var channel = channel(socket);
            var connection = new ScpConnection(service, channel, peer, "a" + numbers.incrementAndGet());
            open.add(connection);
            watchdog.watch(channel);
            associations.execute(() -> {
                try {
                    connection.run();
                } finally {
                    watchdog.forget(channel);
                    open.remove(connection);
                    service.quota().leave(peer);
                }
            });
        } catch (IOException | RuntimeException | OutOfMemoryError e) { // the last: no thread could be had
            service.quota().leave(peer);
            socket.close();
            throw e;
        }
    }

    private PduChannel channel(Socket socket) throws IOException {
        return service.tls().isEmpty()
                ? new PduChannel(socket)
                : PduChannel.secured(socket, service.tls().get().called(socket));
    }

    private void pause() {
        try {
            closing.await(AFTER_FAILED_ACCEPT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Thread daemon(Runnable task, String name) {
        var thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Takes no more calls, lets messages that are under way finish for a while, then ends every association. */
    @Override
    public void close() {
        closing.countDown();
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Could not close the DICOM port " + port(), e);
        } finally {
            open.forEach(ScpConnection::stop);
            associations.shutdown();
            doorman.close();
            try {
                if (!associations.awaitTermination(TO_FINISH_MESSAGES.toMillis(), TimeUnit.MILLISECONDS)) {
                    open.forEach(ScpConnection::kill);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                open.forEach(ScpConnection::kill);
            }
            watchdog.close();
            service.events().stopped(aeTitle(), port());
        }
    }

    /** The settings of a receiver; every one has a default fit for a clinic. */
    public static final class Builder {
        private final StoreHandler handler;
        private String aeTitle = "MOCOCXR";
        private boolean strictCalledAeTitle;
        private int port;
        private InetAddress bindAddress = new InetSocketAddress(0).getAddress();
        private Predicate<String> sopClasses = ReceivedKinds.SOP_CLASSES::contains;
        private AssociationLimits limits = AssociationLimits.forReceiving();
        private ConnectionLimits connections = ConnectionLimits.standard();
        private CallerList callers = CallerList.everyone();
        private Optional<Tls> tls = Optional.empty();
        private Optional<CommitmentListener> commitments = Optional.empty();
        private CallListener calls = CallListener.NONE;
        private ReceiveEvents events = new ReceiveEvents();

        private Builder(StoreHandler handler) {
            this.handler = handler;
        }

        public Builder aeTitle(String value) {
            this.aeTitle = Peer.requireAeTitle(value);
            return this;
        }

        /** Reject callers that call another AE title than ours (1/1/7), instead of taking and logging it. */
        public Builder strictCalledAeTitle(boolean value) {
            this.strictCalledAeTitle = value;
            return this;
        }

        /** 0 takes a free port; {@link StoreScp#port} tells which. */
        public Builder port(int value) {
            this.port = value;
            return this;
        }

        public Builder bindAddress(InetAddress value) {
            this.bindAddress = value;
            return this;
        }

        public Builder sopClasses(Predicate<String> accepted) {
            this.sopClasses = accepted;
            return this;
        }

        public Builder limits(AssociationLimits value) {
            this.limits = value;
            return this;
        }

        public Builder connections(ConnectionLimits value) {
            this.connections = value;
            return this;
        }

        /**
         * Who may call; everyone, unless this says otherwise. Places are kept for the addresses on the list; where there is none, those
         * earn them that deliver an object.
         */
        public Builder callers(CallerList value) {
            this.callers = value;
            return this;
        }

        /** Take secured connections only. */
        public Builder tls(Tls value) {
            this.tls = Optional.of(value);
            return this;
        }

        /** Let peers call to report what they vouch for; without this, they are told that nobody listens. */
        public Builder commitments(CommitmentListener value) {
            this.commitments = Optional.of(value);
            return this;
        }

        /** Tells who asked whether we are there, and who was turned away. */
        public Builder calls(CallListener value) {
            this.calls = value;
            return this;
        }

        public Builder events(ReceiveEvents value) {
            this.events = value;
            return this;
        }

        /** Opens the port, or says which one could not be opened and why. */
        public StoreScp start() {
            var service = new ScpConnection.Service(
                    new ScpPolicy(
                            aeTitle,
                            strictCalledAeTitle,
                            callers,
                            commitments.isPresent(),
                            sopClasses,
                            ReceivedKinds.TRANSFER_SYNTAX_PREFERENCE),
                    limits,
                    handler,
                    events,
                    new ConnectionQuota(connections, callers),
                    tls,
                    commitments,
                    calls);
            return new StoreScp(service, listen());
        }

        private ServerSocket listen() {
            try {
                // Sets SO_REUSEADDR, so a restart need not wait for connections of the last run to time out.
                return new ServerSocket(port, BACKLOG, bindAddress);
            } catch (IOException | IllegalArgumentException e) {
                throw new PortUnavailableException(
                        "DICOM port " + port + " on " + bindAddress.getHostAddress() + " cannot be opened ("
                                + e.getMessage() + "); stop the program that uses it or choose another port",
                        e);
            }
        }
    }
}
