package org.mococxr.dicom.net;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.mococxr.dicom.net.tls.Tls;

/**
 * A socket that carries PDUs. One thread reads and writes; {@link #cut} and {@link #closeIfCutLongAgo} may come from another.
 */
final class PduChannel implements Closeable {
    static final int HEADER_BYTES = 6;

    private static final int READ_BUFFER_BYTES = 64 << 10;
    private static final Duration FAREWELL = Duration.ofSeconds(1);
    private static final int FAREWELL_BYTES = 4 << 20;

    /** The connection itself, which can be ended at any time from any thread; talking over it may be secured. */
    private final Socket wire;

    private final Socket talk;
    private final DataInputStream in;
    private final OutputStream out;
    private final Progress progress = new Progress();

    private volatile @Nullable String cutReason;
    private volatile long cutNanos;
    private volatile boolean shakenHands;

    PduChannel(Socket socket) throws IOException {
        this(socket, socket);
    }

    private PduChannel(Socket wire, Socket talk) throws IOException {
        this.wire = wire;
        this.talk = talk;
        wire.setTcpNoDelay(true);
        this.in = new DataInputStream(new BufferedInputStream(talk.getInputStream(), READ_BUFFER_BYTES));
        this.out = talk.getOutputStream();
    }

    /** @param secured layered over {@code wire}; its handshake is still to come */
    static PduChannel secured(Socket wire, SSLSocket secured) throws IOException {
        return new PduChannel(wire, secured);
    }

    /** Does the TLS handshake, where there is one to do; the certificate the peer showed. */
    Optional<X509Certificate> handshake() throws IOException {
        if (!(talk instanceof SSLSocket secured)) {
            return Optional.empty();
        }
        try {
            secured.startHandshake();
            shakenHands = true;
            return Tls.peerCertificate(secured);
        } catch (SSLException e) {
            closeSocket(); // TLS has said why in its own words; an A-ABORT would be noise
            throw new TlsRefusedException(
                    "no secured connection came about: " + (cutReason == null ? e.getMessage() : "cut: " + cutReason),
                    e);
        } catch (IOException e) {
            throw lost(e);
        }
    }

    record Header(int type, int lengthBytes) {}

    Progress progress() {
        return progress;
    }

    /** Waits for the next PDU. Its first byte begins a message, as far as the clock is concerned. */
    Header readHeader() throws IOException {
        try {
            var type = in.readUnsignedByte();
            if (progress.phase() == Progress.Phase.WAITING) {
                progress.enter(Progress.Phase.TRANSFERRING);
            }
            in.readByte();
            return new Header(type, in.readInt());
        } catch (IOException e) {
            throw lost(e);
        }
    }

    /** Whether a PDU begins to arrive within {@code longest}; nothing of it is taken. */
    boolean hears(Duration longest) throws IOException {
        try {
            talk.setSoTimeout(Math.toIntExact(longest.toMillis()));
            in.mark(1);
            if (in.read() < 0) {
                throw lost(new EOFException());
            }
            in.reset();
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (AssociationLostException e) {
            throw e;
        } catch (IOException e) {
            throw lost(e);
        } finally {
            talk.setSoTimeout(0);
        }
    }

    /** The body of a short PDU. The stream allocates as bytes arrive, not as the header promises. */
    byte[] readBody(Header header, int limitBytes) throws IOException {
        if (header.lengthBytes() < 0 || header.lengthBytes() > limitBytes) {
            throw ProtocolViolationException.invalid("PDU type " + header.type() + " announces "
                    + Integer.toUnsignedString(header.lengthBytes()) + " bytes, at most " + limitBytes + " are taken");
        }
        return readFully(header.lengthBytes());
    }

    byte[] readFully(int count) throws IOException {
        byte[] body;
        try {
            body = in.readNBytes(count);
        } catch (IOException e) {
            throw lost(e);
        }
        if (body.length < count) {
            throw lost(new EOFException());
        }
        progress.moved(count);
        return body;
    }

    int readInt() throws IOException {
        return ByteBuffer.wrap(readFully(4)).getInt();
    }

    /** At least one byte of the PDU body at hand. */
    int read(byte[] buffer, int offset, int count) throws IOException {
        int read;
        try {
            read = in.read(buffer, offset, count);
        } catch (IOException e) {
            throw lost(e);
        }
        if (read < 0) {
            throw lost(new EOFException());
        }
        progress.moved(read);
        return read;
    }

    void write(int type, byte[] body) throws IOException {
        var pdu = ByteBuffer.allocate(HEADER_BYTES + body.length);
        pdu.put((byte) type).put((byte) 0).putInt(body.length).put(body);
        writeRaw(pdu.array(), pdu.capacity());
    }

    void writeRaw(byte[] pdu, int count) throws IOException {
        try {
            out.write(pdu, 0, count);
            out.flush();
        } catch (IOException e) {
            throw lost(e);
        }
        progress.moved(count);
    }

    /** Stops the reading side, so that the thread at work wakes up, and has A-ABORT said; the first reason stays. */
    void cut(String reason) {
        if (cutReason != null) {
            return;
        }
        cutNanos = System.nanoTime();
        cutReason = reason;
        if (talk == wire) {
            stopReading();
        } else if (shakenHands) {
            new Thread(this::sayAbortAndStopReading, "dicom-farewell").start();
        } else {
            closeSocket();
        }
    }

    /** TLS 1.2 ends both directions when one of them ends, so the A-ABORT goes first; in a thread, because it may block. */
    private void sayAbortAndStopReading() {
        try {
            write(PduType.ABORT, Abort.because(Abort.NOT_SPECIFIED).encode());
        } catch (IOException e) {
            closeSocket();
            return;
        }
        stopReading();
    }

    private void stopReading() {
        try {
            wire.shutdownInput();
        } catch (IOException e) {
            closeSocket(); // already half closed: nobody is left to read a farewell
        }
    }

    boolean isCut() {
        return cutReason != null;
    }

    /** A thread stuck in a write does not notice the closed reading side; it notices this. */
    void closeIfCutLongAgo(long nowNanos) {
        if (nowNanos - cutNanos > FAREWELL.toNanos()) {
            closeSocket();
        }
    }

    void abort(int reason) {
        progress.enter(Progress.Phase.CLOSING);
        try {
            if (!isCut() || talk == wire) { // else it has been said
                write(PduType.ABORT, Abort.because(reason).encode());
            }
        } catch (IOException e) {
            closeSocket(); // the peer is gone already, which is what the abort was to achieve
            return;
        }
        closeAfterPeerHasRead();
    }

    /**
     * Closing a socket that holds unread bytes sends a reset, which may overtake and destroy our last PDU. So close the sending
     * side first and read the peer's rest, for a bounded time and amount.
     */
    void closeAfterPeerHasRead() {
        progress.enter(Progress.Phase.CLOSING);
        var deadline = System.nanoTime() + FAREWELL.toNanos();
        var scrap = new byte[8192];
        var left = FAREWELL_BYTES;
        try {
            talk.shutdownOutput();
            for (var millis = millisUntil(deadline); millis > 0 && left > 0; millis = millisUntil(deadline)) {
                talk.setSoTimeout(millis);
                var read = in.read(scrap);
                if (read < 0) {
                    break;
                }
                left -= read;
            }
        } catch (IOException e) {
            // Reset, or the time for the farewell is over: all was said, and the socket is closed either way.
            return;
        } finally {
            closeSocket();
        }
    }

    private static int millisUntil(long deadlineNanos) {
        return (int) ((deadlineNanos - System.nanoTime()) / 1_000_000);
    }

    private AssociationLostException lost(IOException cause) {
        var reason = cutReason;
        if (reason != null) {
            return new AssociationLostException("cut: " + reason);
        }
        return cause instanceof EOFException
                ? new AssociationLostException(
                        "the peer closed the connection while this side was " + progress.describe())
                : new AssociationLostException(
                        "the connection broke while this side was " + progress.describe(), cause);
    }

    @Override
    public void close() {
        closeSocket();
    }

    private void closeSocket() {
        try {
            wire.close();
        } catch (IOException e) {
            // A socket that cannot be closed is closed: nothing was buffered on this side and the descriptor is
            // released.
            return;
        }
    }
}
