package org.mococxr.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mococxr.dicom.net.TinyObject.DX;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mococxr.dicom.Attributes;
import org.mococxr.dicom.DicomReader;
import org.mococxr.dicom.DicomWriter;
import org.mococxr.dicom.ReadLimits;
import org.mococxr.dicom.Tag;
import org.mococxr.dicom.TransferSyntax;
import org.mococxr.dicom.UID;
import org.mococxr.dicom.VR;

/**
 * Requirements covered: a peer can be asked to vouch for what it stored (N-ACTION), and its report (N-EVENT-REPORT) is understood
 * whether it comes over the same association or over one the peer opens; nobody else's report counts.
 */
@Timeout(60)
class StorageCommitmentTest {
    private static final List<PresentationContext> PROPOSED = List.of(
            PresentationContext.uncompressed(DX), PresentationContext.uncompressed(UID.StorageCommitmentPushModel));
    private static final CommitmentRequest REQUEST = new CommitmentRequest(
            "2.25.77", List.of(new ObjectReference(DX, "1.2.3.1"), new ObjectReference(DX, "1.2.3.2")));

    @TempDir
    private Path folder;

    private final List<CommitmentReport> reported = new CopyOnWriteArrayList<>();

    @Test
    void asksAndHearsTheReportOverTheSameAssociation() throws Exception {
        try (var pacs = new CommittingPacs(true);
                var scu = StoreScu.connect(pacs.peer(), "CXRBOX", PROPOSED)) {

            assertThat(scu.offersCommitment()).isTrue();
            assertThat(scu.store(TinyObject.dx("1.2.3.1", 100).writeTo(folder)).isDelivered())
                    .isTrue();
            assertThat(scu.requestCommitment(REQUEST)).isEqualTo(new DeliveryOutcome.Delivered());
            var report = scu.awaitCommitment(Duration.ofSeconds(20));

            assertThat(report).contains(new CommitmentReport("2.25.77", Set.of("1.2.3.1"), Map.of("1.2.3.2", 0x0112)));
            assertThat(CommitmentReport.why(0x0112).english()).isEqualTo("it has no such object");
            assertThat(pacs.answers()).containsExactly(0x0000);
        }
    }

    @Test
    void goesOnAfterWaitingInVainForAReport() throws Exception {
        try (var pacs = new CommittingPacs(false);
                var scu = StoreScu.connect(pacs.peer(), "CXRBOX", PROPOSED)) {

            assertThat(scu.requestCommitment(REQUEST).isDelivered()).isTrue();
            assertThat(scu.awaitCommitment(Duration.ofMillis(50))).isEmpty();

            assertThat(scu.store(TinyObject.dx("1.2.3.1", 100).writeTo(folder)).isDelivered())
                    .isTrue();
        }
    }

    @Test
    void saysThatAPeerOffersNoCommitment() {
        try (var scp = receiver().start();
                var scu = StoreScu.connect(new Peer("MOCOCXR", "127.0.0.1", scp.port()), "CXRBOX", PROPOSED)) {

            assertThat(scu.offersCommitment()).isFalse();
            assertThat(scu.requestCommitment(REQUEST)).isInstanceOf(DeliveryOutcome.NotNegotiated.class);
        }
    }

    @Test
    void takesTheReportOfAPeerThatCallsAsProvider() throws Exception {
        try (var scp = receiver().commitments(this::keep).start();
                var pacs = new RawPeer(scp.port()).say(callAsProvider(true))) {

            var accepted = AssociateAccept.decode(pacs.hear().body());
            pacs.say(report("2.25.77", 2, List.of("1.2.3.1"), List.of("1.2.3.2")));

            assertThat(accepted.results()).allMatch(ContextResult::isAccepted);
            assertThat(accepted.user().roles())
                    .containsExactly(new RoleSelection(UID.StorageCommitmentPushModel, false, true));
            assertThat(pacs.hear().status()).isZero();
            assertThat(reported)
                    .containsExactly(new CommitmentReport("2.25.77", Set.of("1.2.3.1"), Map.of("1.2.3.2", 0x0112)));
        }
    }

    @Test
    void tellsAPeerWhoseReportNobodyWaitsFor() throws Exception {
        try (var scp = receiver().commitments((report, title) -> false).start();
                var pacs = new RawPeer(scp.port()).say(callAsProvider(true))) {
            pacs.hear();

            pacs.say(report("2.25.78", 1, List.of("1.2.3.1"), List.of()));

            assertThat(pacs.hear().status()).isEqualTo(0x0115);
        }
    }

    @Test
    void refusesAReportItCannotUnderstandAndGoesOn() throws Exception {
        try (var scp = receiver().commitments(this::keep).start();
                var pacs = new RawPeer(scp.port()).say(callAsProvider(true))) {
            pacs.hear();

            pacs.say(report("2.25.77", 3, List.of("1.2.3.1"), List.of())); // no such event type
            assertThat(pacs.hear().status()).isEqualTo(0x0113);
            pacs.say(
                    RawPeer.data(RawPeer.fragment(1, 3, eventReportCommand(1))),
                    RawPeer.data(RawPeer.fragment(1, 2, new byte[] {8, 0, (byte) 0x99, 0x11, 'S', 'Q', 0, 0, 1, 2})));
            assertThat(pacs.hear().status()).isEqualTo(0x0113);
            pacs.say(report("2.25.77", 1, List.of("1.2.3.1"), List.of()));
            assertThat(pacs.hear().status()).isZero();
            assertThat(reported).hasSize(1);
        }
    }

    @Test
    void offersNoCommitmentItselfSoThatAModalityDoesNotWaitForOne() throws Exception {
        try (var scp = receiver().commitments(this::keep).start();
                var modality = new RawPeer(scp.port()).say(callAsProvider(false));
                var deaf = receiver().start();
                var pacs = new RawPeer(deaf.port()).say(callAsProvider(true))) {

            for (var answer : List.of(modality.hear(), pacs.hear())) {
                assertThat(AssociateAccept.decode(answer.body()).results())
                        .extracting(ContextResult::result)
                        .containsExactly(ContextResult.ABSTRACT_SYNTAX_NOT_SUPPORTED);
            }
        }
    }

    private boolean keep(CommitmentReport report, String callingAeTitle) {
        return reported.add(report);
    }

    private static StoreScp.Builder receiver() {
        return StoreScp.builder(new ReceivedObjects()).bindAddress(InetAddress.getLoopbackAddress());
    }

    private static byte[] callAsProvider(boolean asProvider) {
        var contexts = new LinkedHashMap<Integer, PresentationContext>();
        contexts.put(1, PresentationContext.uncompressed(UID.StorageCommitmentPushModel));
        var roles = asProvider
                ? List.of(new RoleSelection(UID.StorageCommitmentPushModel, false, true))
                : List.<RoleSelection>of();
        return RawPeer.pdu(
                PduType.ASSOCIATE_RQ,
                new AssociateRequest(
                                1,
                                UID.DICOMApplicationContext,
                                "CXRBOX",
                                "PACS",
                                contexts,
                                new UserInformation(16384, roles))
                        .encode());
    }

    private static byte[] report(String transaction, int eventType, List<String> committed, List<String> failed) {
        return ByteBuffer.wrap(concat(
                        RawPeer.data(RawPeer.fragment(1, 3, eventReportCommand(eventType))),
                        RawPeer.data(RawPeer.fragment(1, 2, reportDataset(transaction, committed, failed)))))
                .array();
    }

    private static byte[] reportDataset(String transaction, List<String> committed, List<String> failed) {
        var dataset = new Attributes();
        dataset.setString(Tag.TransactionUID, VR.UI, transaction);
        var good = dataset.newSequence(Tag.ReferencedSOPSequence);
        committed.forEach(uid -> good.add(reference(uid)));
        if (!failed.isEmpty()) {
            var bad = dataset.newSequence(Tag.FailedSOPSequence);
            failed.forEach(uid -> {
                var item = reference(uid);
                item.setInt(Tag.FailureReason, VR.US, 0x0112);
                bad.add(item);
            });
        }
        var out = new ByteArrayOutputStream();
        try {
            DicomWriter.writeDataset(out, dataset, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }

    private static Attributes reference(String uid) {
        var item = new Attributes();
        item.setString(Tag.ReferencedSOPClassUID, VR.UI, DX);
        item.setString(Tag.ReferencedSOPInstanceUID, VR.UI, uid);
        return item;
    }

    /** PS3.7 table 10.3-1, byte by byte: this side never sends one. */
    private static byte[] eventReportCommand(int eventType) {
        var body = concat(
                element(0x0002, text(UID.StorageCommitmentPushModel)),
                element(0x0100, number(0x0100)),
                element(0x0110, number(7)),
                element(0x0800, number(0)),
                element(0x1000, text(UID.StorageCommitmentPushModelInstance)),
                element(0x1002, number(eventType)));
        return concat(
                element(
                        0x0000,
                        ByteBuffer.allocate(4)
                                .order(ByteOrder.LITTLE_ENDIAN)
                                .putInt(body.length)
                                .array()),
                body);
    }

    private static byte[] element(int element, byte[] value) {
        return ByteBuffer.allocate(8 + value.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) 0)
                .putShort((short) element)
                .putInt(value.length)
                .put(value)
                .array();
    }

    private static byte[] number(int value) {
        return new byte[] {(byte) value, (byte) (value >> 8)};
    }

    private static byte[] text(String uid) {
        return (uid.length() % 2 == 0 ? uid : uid + "\0").getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] concat(byte[]... parts) {
        var out = new ByteArrayOutputStream();
        for (var part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    /** A PACS that takes objects and, when asked, vouches for the first and denies the second. */
    private static final class CommittingPacs implements AutoCloseable {
        private final ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        private final List<Integer> answers = new CopyOnWriteArrayList<>();
        private final boolean reports;
        private final Thread thread = new Thread(this::serve);

        CommittingPacs(boolean reports) throws IOException {
            this.reports = reports;
            thread.start();
        }

        Peer peer() {
            return new Peer("PACS", "127.0.0.1", server.getLocalPort());
        }

        List<Integer> answers() throws InterruptedException {
            thread.join(20_000);
            return answers;
        }

        private void serve() {
            try (var channel = new PduChannel(server.accept())) {
                var association = accept(channel);
                for (var next = association.nextMessage(); next.isPresent(); next = association.nextMessage()) {
                    answer(association, next.get());
                }
            } catch (IOException e) {
                throw new AssertionError("the association of the test broke", e);
            }
        }

        private static Association accept(PduChannel channel) throws IOException {
            var request = AssociateRequest.decode(channel.readBody(channel.readHeader(), 1 << 16));
            var results = new ArrayList<ContextResult>();
            var contexts = new LinkedHashMap<Integer, NegotiatedContext>();
            request.contexts().forEach((id, context) -> {
                results.add(ContextResult.accepted(id, TinyObject.EXPLICIT));
                contexts.put(id, new NegotiatedContext(id, context.abstractSyntax(), TinyObject.EXPLICIT));
            });
            var accept = new AssociateAccept("PACS", "CXRBOX", results, new UserInformation(16384, List.of()));
            channel.write(PduType.ASSOCIATE_AC, accept.encode());
            return new Association(channel, AssociationLimits.forReceiving(), contexts, 16384);
        }

        private void answer(Association association, Association.Message message) throws IOException {
            if (message.command().isResponse()) {
                answers.add(message.command().status().orElseThrow());
                return;
            }
            var dataset = association.dataset(message).readAllBytes();
            association.send(message.context(), message.command().response(StoreStatus.SUCCESS));
            if (message.command().commandField() == CommandSet.N_ACTION_RQ && reports) {
                var asked =
                        DicomReader.readDataset(dataset, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, ReadLimits.header());
                var uids = asked.getSequence(Tag.ReferencedSOPSequence).stream()
                        .map(item ->
                                item.getString(Tag.ReferencedSOPInstanceUID).orElseThrow())
                        .toList();
                association.send(
                        message.context(),
                        CommandSet.decode(eventReportCommand(2)),
                        out -> out.write(reportDataset(
                                asked.getString(Tag.TransactionUID).orElseThrow(),
                                uids.subList(0, 1),
                                uids.subList(1, 2))));
            }
            association.messageDone();
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }
}
