package org.mococxr.dicom.net;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * An association both sides agreed on: messages in, messages out, then release or abort. One thread uses it.
 *
 * <p>A message is a command set and perhaps a data set, each cut into fragments (presentation data values) that travel in P-DATA
 * PDUs (PS3.8 annex E). The data set is read and written as a stream; one fragment's bytes go straight through.
 */
final class Association implements Closeable {
    private static final int COMMAND_FLAG = 1;
    private static final int LAST_FLAG = 2;
    private static final int PDV_HEADER_BYTES = 6;
    private static final int LONGEST_SENT_PDU_BYTES = 128 << 10;
    private static final int SHORTEST_USABLE_PDU_BYTES = 128;

    private final PduChannel channel;
    private final AssociationLimits limits;
    private final Map<Integer, NegotiatedContext> contexts;
    private final int sendPduBytes;

    private int pduRemaining;
    private int pdvRemaining;
    private int pdvContextId;
    private int pdvFlags;

    Association(
            PduChannel channel,
            AssociationLimits limits,
            Map<Integer, NegotiatedContext> contexts,
            long peerMaxPduBytes)
            throws ProtocolViolationException {
        if (peerMaxPduBytes != 0 && peerMaxPduBytes < SHORTEST_USABLE_PDU_BYTES) {
            throw ProtocolViolationException.invalid(
                    "the peer takes PDUs of " + peerMaxPduBytes + " bytes only, too short to use");
        }
        this.channel = channel;
        this.limits = limits;
        this.contexts = Map.copyOf(contexts);
        this.sendPduBytes = (int)
                (peerMaxPduBytes == 0 ? LONGEST_SENT_PDU_BYTES : Math.min(peerMaxPduBytes, LONGEST_SENT_PDU_BYTES));
        channel.progress().enter(Progress.Phase.WAITING);
    }

    /** A command and the context it came in; its data set, if it has one, follows on {@link #dataset}. */
    record Message(NegotiatedContext context, CommandSet command) {}

    Iterable<NegotiatedContext> contexts() {
        return contexts.values();
    }

    /** The next command; empty when the peer released the association instead, which has then been answered. */
    Optional<Message> nextMessage() throws IOException {
        var command = new ByteArrayOutputStream(256);
        var contextId = 0;
        do {
            if (!nextPdv()) {
                if (contextId != 0) {
                    throw ProtocolViolationException.unexpectedPdu(PduType.RELEASE_RQ, "the rest of a command");
                }
                channel.write(PduType.RELEASE_RP, new byte[4]);
                channel.closeAfterPeerHasRead();
                return Optional.empty();
            }
            if ((pdvFlags & COMMAND_FLAG) == 0 || (contextId != 0 && contextId != pdvContextId)) {
                throw ProtocolViolationException.invalid("a fragment that is not of the command being read");
            }
            if (command.size() + pdvRemaining > AssociationLimits.MAX_COMMAND_BYTES) {
                throw ProtocolViolationException.beyondLimit(
                        "command set longer than " + AssociationLimits.MAX_COMMAND_BYTES + " bytes");
            }
            contextId = pdvContextId;
            command.writeBytes(channel.readFully(pdvRemaining));
            pdvRemaining = 0;
        } while ((pdvFlags & LAST_FLAG) == 0);
        var context = contexts.get(contextId);
        if (context == null) {
            throw ProtocolViolationException.invalid(
                    "a message in presentation context " + contextId + ", which was not accepted");
        }
        var decoded = CommandSet.decode(command.toByteArray());
        if (!decoded.hasDataset()) {
            channel.progress().enter(Progress.Phase.HANDLING);
        }
        return Optional.of(new Message(context, decoded));
    }

    /** The data set that follows {@code message}; to be read to its end before anything is sent. */
    DatasetStream dataset(Message message) {
        return new DatasetStream(message.context().id());
    }

    void send(NegotiatedContext context, CommandSet command) throws IOException {
        channel.progress().enter(Progress.Phase.REPLYING);
        sendCommand(context, command);
    }

    /** The answer is out: the peer's next message may take its time. */
    void messageDone() {
        channel.progress().enter(Progress.Phase.WAITING);
    }

    /** Something that writes a data set, in the transfer syntax of the context. */
    @FunctionalInterface
    interface DatasetWriter {
        void writeTo(OutputStream out) throws IOException;
    }

    void send(NegotiatedContext context, CommandSet command, DatasetWriter dataset) throws IOException {
        channel.progress().enter(Progress.Phase.TRANSFERRING);
        sendCommand(context, command);
        var out = new FragmentStream(context.id(), 0, sendPduBytes);
        dataset.writeTo(out);
        out.close(); // only a data set written to its end gets its last fragment
    }

    private void sendCommand(NegotiatedContext context, CommandSet command) throws IOException {
        var bytes = command.encode();
        var out =
                new FragmentStream(context.id(), COMMAND_FLAG, Math.min(sendPduBytes, PDV_HEADER_BYTES + bytes.length));
        out.write(bytes);
        out.close();
    }

    CommandSet awaitResponse(int messageId) throws IOException {
        channel.progress().enter(Progress.Phase.AWAITING_REPLY);
        var message = nextMessage()
                .orElseThrow(
                        () -> new AssociationLostException("the peer released the association instead of answering"));
        var response = message.command();
        if (!response.isResponse() || response.messageIdRespondedTo() != messageId || response.hasDataset()) {
            throw ProtocolViolationException.invalid("a message that is not the answer to request " + messageId);
        }
        if (response.status().isEmpty()) {
            throw ProtocolViolationException.invalid("an answer without a status");
        }
        messageDone();
        return response;
    }

    /** Ends the association in agreement, PS3.8 section 7.2. What the peer still sends before its answer is passed over. */
    void release() throws IOException {
        channel.progress().enter(Progress.Phase.CLOSING);
        channel.write(PduType.RELEASE_RQ, new byte[4]);
        while (true) {
            var header = channel.readHeader();
            switch (header.type()) {
                case PduType.RELEASE_RP -> {
                    channel.readBody(header, AssociationLimits.MAX_ASSOCIATION_PDU_BYTES);
                    return;
                }
                case PduType.RELEASE_RQ ->
                    channel.write(PduType.RELEASE_RP, new byte[4]); // release collision, PS3.8 7.2.2.7
                case PduType.ABORT -> throw aborted(header);
                case PduType.P_DATA_TF -> channel.readBody(header, limits.maxPduBytes());
                default -> throw ProtocolViolationException.unexpectedPdu(header.type(), "A-RELEASE-RP");
            }
        }
    }

    void abort(int reason) {
        channel.abort(reason);
    }

    @Override
    public void close() {
        channel.close();
    }

    /** Goes to the next fragment; false when the peer asks for release instead. */
    private boolean nextPdv() throws IOException {
        while (pduRemaining == 0) {
            var header = channel.readHeader();
            switch (header.type()) {
                case PduType.P_DATA_TF -> {
                    if (header.lengthBytes() < PDV_HEADER_BYTES || header.lengthBytes() > limits.maxPduBytes()) {
                        throw ProtocolViolationException.invalid("P-DATA of "
                                + Integer.toUnsignedString(header.lengthBytes()) + " bytes, agreed were at most "
                                + limits.maxPduBytes());
                    }
                    pduRemaining = header.lengthBytes();
                }
                case PduType.RELEASE_RQ -> {
                    channel.readBody(header, AssociationLimits.MAX_ASSOCIATION_PDU_BYTES);
                    return false;
                }
                case PduType.ABORT -> throw aborted(header);
                default -> throw ProtocolViolationException.unexpectedPdu(header.type(), "P-DATA-TF");
            }
        }
        if (pduRemaining < PDV_HEADER_BYTES) {
            throw ProtocolViolationException.invalid("P-DATA with " + pduRemaining + " stray bytes at its end");
        }
        var length = channel.readInt();
        if (length < 2 || length > pduRemaining - 4) {
            throw ProtocolViolationException.invalid("fragment of " + Integer.toUnsignedString(length)
                    + " bytes in a P-DATA with " + (pduRemaining - 4) + " left");
        }
        var head = channel.readFully(2);
        pdvContextId = head[0] & 0xff;
        pdvFlags = head[1] & 0xff;
        pdvRemaining = length - 2;
        pduRemaining -= 4 + length;
        return true;
    }

    private AssociationLostException aborted(PduChannel.Header header) throws IOException {
        return new AssociationLostException(
                Abort.decode(channel.readBody(header, AssociationLimits.MAX_ASSOCIATION_PDU_BYTES))
                        .sentence());
    }

    /**
     * The data set of one message. Remembers how it broke, so that the association ends even if the reader of the stream
     * took the exception for a fault of its own.
     */
    final class DatasetStream extends InputStream {
        private final int contextId;
        private final byte[] single = new byte[1];
        private boolean lastFragment;
        private long total;
        private Optional<IOException> failure = Optional.empty();

        private DatasetStream(int contextId) {
            this.contextId = contextId;
        }

        @Override
        public int read() throws IOException {
            return read(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int count) throws IOException {
            Objects.checkFromIndexSize(offset, count, buffer.length);
            if (failure.isPresent()) {
                throw failure.get();
            }
            try {
                return count == 0 ? 0 : readFragment(buffer, offset, count);
            } catch (IOException e) {
                failure = Optional.of(e);
                throw e;
            }
        }

        private int readFragment(byte[] buffer, int offset, int count) throws IOException {
            while (pdvRemaining == 0) {
                if (lastFragment) {
                    channel.progress().enter(Progress.Phase.HANDLING);
                    return -1;
                }
                if (!nextPdv()) {
                    throw ProtocolViolationException.unexpectedPdu(PduType.RELEASE_RQ, "the rest of a data set");
                }
                if (pdvContextId != contextId || (pdvFlags & COMMAND_FLAG) != 0) {
                    throw ProtocolViolationException.invalid("a fragment that is not of the data set being read");
                }
                lastFragment = (pdvFlags & LAST_FLAG) != 0;
            }
            var read = channel.read(buffer, offset, Math.min(count, pdvRemaining));
            pdvRemaining -= read;
            total += read;
            if (total > limits.maxObjectBytes()) {
                throw ProtocolViolationException.beyondLimit(
                        "data set longer than " + limits.maxObjectBytes() + " bytes");
            }
            return read;
        }

        /** Reads what the handler left, so that the answer meets a peer that has finished sending. */
        void drain() throws IOException {
            var scrap = new byte[8192];
            var read = 0;
            while (read >= 0) {
                read = read(scrap, 0, scrap.length);
            }
        }

        boolean isBroken() {
            return failure.isPresent();
        }

        long totalBytes() {
            return total;
        }
    }

    /** Cuts what is written into fragments of the peer's size; closing sends the last one. */
    private final class FragmentStream extends OutputStream {
        private final int contextId;
        private final int flags;
        private final byte[] pdu;
        private int fill = PduChannel.HEADER_BYTES + PDV_HEADER_BYTES;

        private FragmentStream(int contextId, int flags, int pduBytes) {
            this.contextId = contextId;
            this.flags = flags;
            this.pdu = new byte[PduChannel.HEADER_BYTES + pduBytes];
        }

        @Override
        public void write(int value) throws IOException {
            if (fill == pdu.length) {
                sendFragment(flags);
            }
            pdu[fill++] = (byte) value;
        }

        @Override
        public void write(byte[] bytes, int offset, int count) throws IOException {
            var from = offset;
            var left = count;
            while (left > 0) {
                if (fill == pdu.length) {
                    sendFragment(flags);
                }
                var part = Math.min(left, pdu.length - fill);
                System.arraycopy(bytes, from, pdu, fill, part);
                fill += part;
                from += part;
                left -= part;
            }
        }

        @Override
        public void close() throws IOException {
            sendFragment(flags | LAST_FLAG);
        }

        private void sendFragment(int fragmentFlags) throws IOException {
            pdu[0] = PduType.P_DATA_TF;
            putInt(2, fill - PduChannel.HEADER_BYTES);
            putInt(PduChannel.HEADER_BYTES, fill - PduChannel.HEADER_BYTES - 4);
            pdu[PduChannel.HEADER_BYTES + 4] = (byte) contextId;
            pdu[PduChannel.HEADER_BYTES + 5] = (byte) fragmentFlags;
            channel.writeRaw(pdu, fill);
            fill = PduChannel.HEADER_BYTES + PDV_HEADER_BYTES;
        }

        private void putInt(int at, int value) {
            pdu[at] = (byte) (value >>> 24);
            pdu[at + 1] = (byte) (value >>> 16);
            pdu[at + 2] = (byte) (value >>> 8);
            pdu[at + 3] = (byte) value;
        }
    }
}
