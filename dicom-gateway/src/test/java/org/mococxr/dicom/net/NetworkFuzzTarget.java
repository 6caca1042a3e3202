package org.mococxr.dicom.net;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.mococxr.dicom.DicomReader;
import org.mococxr.dicom.DicomUnreadableException;
import org.mococxr.dicom.DicomWriter;
import org.mococxr.dicom.ReadLimits;
import org.mococxr.dicom.TransferSyntax;
import org.mococxr.dicom.UID;
import org.mococxr.dicom.net.admission.CallerList;
import org.mococxr.fuzzing.FuzzTarget;

/** What takes bytes from the network. */
public enum NetworkFuzzTarget implements FuzzTarget {
    /** The first bytes anybody can send. */
    ASSOCIATE_REQUEST {
        @Override
        public void run(byte[] input) throws Exception {
            refusing(() -> AssociateRequest.decode(input).encode());
        }

        @Override
        public Stream<byte[]> seeds() {
            var asProvider = new RoleSelection(UID.StorageCommitmentPushModel, false, true);
            return Stream.of(
                    body(RawPeer.associateRequest()),
                    new AssociateRequest(
                                    1,
                                    UID.DICOMApplicationContext,
                                    "CXRBOX",
                                    "PACS",
                                    AssociateRequest.of("A", "B", List.of(PresentationContext.verification()), 0)
                                            .contexts(),
                                    new UserInformation(16384, List.of(asProvider)))
                            .encode());
        }
    },
    /** What a peer answers when this side calls. */
    ASSOCIATE_ACCEPT {
        @Override
        public void run(byte[] input) throws Exception {
            refusing(() -> AssociateAccept.decode(input).encode());
            refusing(() -> AssociateReject.decode(input).sentence());
            Abort.decode(input).sentence();
        }

        @Override
        public Stream<byte[]> seeds() {
            return Stream.of(
                    new AssociateAccept(
                                    "CXRBOX",
                                    "RAW",
                                    List.of(
                                            ContextResult.accepted(1, TinyObject.EXPLICIT),
                                            ContextResult.refused(3, 3)),
                                    new UserInformation(16384, List.of()))
                            .encode(),
                    AssociateReject.LOCAL_LIMIT_EXCEEDED.encode());
        }
    },
    /** The command of a message. */
    COMMAND_SET {
        @Override
        public void run(byte[] input) throws Exception {
            refusing(() -> {
                var command = CommandSet.decode(input);
                command.response(StoreStatus.cannotUnderstand(command.affectedSopInstanceUid()));
                return CommandSet.decode(command.encode()).encode();
            });
        }

        @Override
        public Stream<byte[]> seeds() {
            return Stream.of(
                    CommandSet.echoRequest(1).encode(),
                    CommandSet.storeRequest(2, TinyObject.DX, "1.2.3").encode(),
                    CommandSet.commitmentRequest(3).encode(),
                    CommandSet.echoRequest(1).response(StoreStatus.SUCCESS).encode());
        }
    },
    /** A whole connection, from its first byte to its last, served as on the box. */
    CONNECTION {
        @Override
        public void run(byte[] input) throws Exception {
            serve(input);
        }

        @Override
        public Stream<byte[]> seeds() {
            return Stream.of(
                    join(RawPeer.associateRequest(), RawPeer.echo(), RawPeer.pdu(PduType.RELEASE_RQ, new byte[4])),
                    join(RawPeer.associateRequest(), message(), RawPeer.pdu(PduType.RELEASE_RQ, new byte[4])),
                    join(RawPeer.associateRequest(), RawPeer.pdu(PduType.ABORT, new byte[4])));
        }
    },
    /** What comes once an association stands, so that no input is spent on getting there. */
    MESSAGES {
        @Override
        public void run(byte[] input) throws Exception {
            serve(join(RawPeer.associateRequest(), input));
        }

        @Override
        public Stream<byte[]> seeds() {
            return Stream.of(RawPeer.echo(), message(), join(message(), RawPeer.echo()));
        }
    },
    /** A peer's report on what it vouches for. */
    COMMITMENT_REPORT {
        @Override
        public void run(byte[] input) throws Exception {
            try {
                CommitmentReport.of(DicomReader.readDataset(
                        input, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, new ReadLimits(4 << 20, 100_000, 4)));
            } catch (DicomUnreadableException e) {
                return; // documented
            }
        }

        @Override
        public Stream<byte[]> seeds() {
            var request = new CommitmentRequest("2.25.7", List.of(new ObjectReference(TinyObject.DX, "1.2.3")));
            var out = new ByteArrayOutputStream();
            try {
                DicomWriter.writeDataset(out, request.toDataset(), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            return Stream.of(out.toByteArray());
        }
    },
    /** What stands before the data set in a file. */
    PART10_HEADER {
        @Override
        public void run(byte[] input) throws Exception {
            try {
                Part10Header.read(new BufferedInputStream(new ByteArrayInputStream(input)))
                        .encode();
            } catch (IOException e) {
                return; // documented
            }
        }

        @Override
        public Stream<byte[]> seeds() {
            return Stream.of(
                    new Part10Header(TinyObject.DX, "1.2.3", TinyObject.EXPLICIT, "RAW").encode(),
                    join(
                            new Part10Header(TinyObject.DX, "1.2.3", TinyObject.EXPLICIT, "").encode(),
                            TinyObject.dx("1.2.3", 10).dataset()));
        }
    };

    private interface Decoding {
        Object run() throws IOException;
    }

    private static void refusing(Decoding decoding) throws IOException {
        try {
            decoding.run();
        } catch (ProtocolViolationException e) {
            return; // documented
        }
    }

    /** One connection over a socket that says {@code input} and then closes. */
    private static void serve(byte[] input) throws IOException {
        var taken = new AtomicLong();
        var service = new ScpConnection.Service(
                new ScpPolicy(
                        "MOCOCXR",
                        false,
                        CallerList.everyone(),
                        true,
                        ReceivedKinds.SOP_CLASSES::contains,
                        ReceivedKinds.TRANSFER_SYNTAX_PREFERENCE),
                AssociationLimits.forReceiving(),
                (object, dataset) -> {
                    taken.addAndGet(dataset.readAllBytes().length);
                    return StoreStatus.SUCCESS;
                },
                new ReceiveEvents(),
                new ConnectionQuota(ConnectionLimits.standard(), CallerList.everyone()),
                Optional.empty(),
                Optional.of((report, callingAeTitle) -> true),
                CallListener.NONE);
        var socket = new ScriptedSocket(input);

        new ScpConnection(service, new PduChannel(socket), InetAddress.getLoopbackAddress(), "fuzz").run();

        if (!socket.isClosed()) {
            throw new IllegalStateException("the connection was left open");
        }
        if (taken.get() > input.length) {
            throw new IllegalStateException(taken + " bytes were taken of " + input.length + " sent");
        }
    }

    private static byte[] message() {
        return join(
                RawPeer.storeCommand(TinyObject.DX, "1.2.3"),
                RawPeer.data(RawPeer.fragment(1, 0, new byte[20])),
                RawPeer.data(RawPeer.fragment(1, 2, TinyObject.dx("1.2.3", 10).dataset())));
    }

    private static byte[] body(byte[] pdu) {
        return Arrays.copyOfRange(pdu, PduChannel.HEADER_BYTES, pdu.length);
    }

    private static byte[] join(byte[]... parts) {
        var out = new ByteArrayOutputStream();
        for (var part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
