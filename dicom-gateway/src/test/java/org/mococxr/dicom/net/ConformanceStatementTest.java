package org.mococxr.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mococxr.dicom.UID;
import org.mococxr.dicom.net.tls.TlsProfile;
import org.mococxr.report.StructuredReport;

/**
 * Requirement covered: the published conformance statement says what the code does. Each of its tables is written here from the code
 * and has to stand in the document word for word; what the code negotiates is asked over a real association.
 */
@Timeout(60)
class ConformanceStatementTest {
    private static final Path DOCUMENT = Path.of("CONFORMANCE.md");

    @Test
    void saysWhichKindsAreReceived() {
        assertStated(receivedKinds());
    }

    @Test
    void saysWhichEncodingsAreReceivedAndInWhichOrderOfPreference() {
        assertStated(encodings());
    }

    @Test
    void agreesToExactlyWhatItSays() throws IOException {
        var kinds = uidsIn(receivedKinds());
        var encodings = uidsIn(encodings());
        var every = Stream.concat(
                        kinds.stream(),
                        Stream.of(UID.Comprehensive3DSRStorage, UID.EncapsulatedPDFStorage, "1.2.840.10008.5.1.4.31"))
                .toList();
        try (var scp = StoreScp.builder(new ReceivedObjects())
                .bindAddress(InetAddress.getLoopbackAddress())
                .start()) {
            for (var encoding : Stream.concat(
                            encodings.stream(), Stream.of("1.2.840.10008.1.2.2", "1.2.840.10008.1.2.4.201"))
                    .toList()) {
                assertThat(agreed(scp.port(), every, encoding))
                        .isEqualTo(encodings.contains(encoding) ? kinds : List.of());
            }
        }
    }

    @Test
    void saysWhatIsSent() {
        assertStated(sentKinds());
    }

    @Test
    void saysItsLimits() {
        assertStated(limits());
    }

    @Test
    void saysItsStatuses() {
        assertStated(statuses());
    }

    @Test
    void saysHowItRejects() {
        assertStated(rejections());
    }

    @Test
    void saysHowItIsSecured() throws Exception {
        assertStated(security());
    }

    private static void assertStated(String table) {
        try {
            assertThat(Files.readString(DOCUMENT, StandardCharsets.UTF_8))
                    .as("%s has to hold this table:%n%s", DOCUMENT, table)
                    .contains(table);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String receivedKinds() {
        var kinds = Stream.concat(
                Stream.of(UID.Verification), ReceivedKinds.SOP_CLASSES.stream().sorted());
        return table(List.of("SOP class", "UID"), kinds.map(uid -> List.of(name(uid), uid)));
    }

    static String encodings() {
        return table(
                List.of("Transfer syntax, best first", "UID"),
                ReceivedKinds.TRANSFER_SYNTAX_PREFERENCE.stream().map(uid -> List.of(name(uid), uid)));
    }

    static String sentKinds() {
        var kinds = Stream.of(
                        Stream.of(UID.Verification),
                        Arrays.stream(StructuredReport.Form.values()).map(StructuredReport.Form::sopClassUid),
                        Stream.of(UID.SecondaryCaptureImageStorage, UID.StorageCommitmentPushModel))
                .flatMap(Function.identity());
        return table(
                List.of("SOP class", "UID", "Transfer syntaxes"),
                kinds.map(PresentationContext::uncompressed)
                        .map(context -> List.of(
                                name(context.abstractSyntax()),
                                context.abstractSyntax(),
                                context.transferSyntaxes().stream()
                                        .map(ConformanceStatementTest::name)
                                        .collect(Collectors.joining(", ")))));
    }

    static String limits() {
        var in = AssociationLimits.forReceiving();
        var out = AssociationLimits.forSending();
        var connections = ConnectionLimits.standard();
        return table(
                List.of("Limit", "Receiving", "Sending"),
                Stream.of(
                        List.of(
                                "agreeing on an association, and ending one (ARTIM)",
                                time(in.artim()),
                                time(out.artim())),
                        List.of("pause between messages", time(in.idle()), time(out.idle())),
                        List.of("wait for an answer", "-", time(out.reply())),
                        List.of(
                                "slowest transfer, on average over " + time(in.rateWindow()),
                                bytes(in.minBytesPerSecond()) + "/s",
                                bytes(out.minBytesPerSecond()) + "/s"),
                        List.of("one message", time(in.message()), time(out.message())),
                        List.of("one association", time(in.association()), time(out.association())),
                        List.of("PDU taken (maximum length)", bytes(in.maxPduBytes()), bytes(out.maxPduBytes())),
                        List.of("data set", bytes(in.maxObjectBytes()), "-"),
                        List.of(
                                "association PDU",
                                bytes(AssociationLimits.MAX_ASSOCIATION_PDU_BYTES),
                                bytes(AssociationLimits.MAX_ASSOCIATION_PDU_BYTES)),
                        List.of(
                                "command set",
                                bytes(AssociationLimits.MAX_COMMAND_BYTES),
                                bytes(AssociationLimits.MAX_COMMAND_BYTES)),
                        List.of(
                                "presentation contexts",
                                String.valueOf(AssociateRequest.MAX_CONTEXTS),
                                String.valueOf(AssociateRequest.MAX_CONTEXTS)),
                        List.of("associations at once", String.valueOf(connections.total()), "1 per peer"),
                        List.of("of these from one address", String.valueOf(connections.perAddress()), "-"),
                        List.of(
                                "of these kept for listed callers, or those that delivered before",
                                String.valueOf(connections.keptForKnownPeers()),
                                "-"),
                        List.of("operations at once on an association", "1", "1")));
    }

    static String statuses() {
        Map<String, List<String>> byCode = new TreeMap<>();
        Stream.of(
                        status(StoreStatus.SUCCESS, "stored durably, or stored before with the same content"),
                        status(
                                StoreStatus.outOfResources(""),
                                "the disk is full or failed, or too many films wait: send again"),
                        status(
                                StoreStatus.datasetDoesNotMatch(""),
                                "the data set is not the object that the command announced"),
                        status(StoreStatus.cannotUnderstand(""), "the data set cannot be read"),
                        status(StoreStatus.invalidSopInstance(""), "the SOP Instance UID is no UID"),
                        status(
                                StoreStatus.sopClassNotSupported(""),
                                "the SOP class is not that of the presentation context"),
                        status(StoreStatus.processingFailure(""), "a fault of the receiver"),
                        status(StoreStatus.unrecognizedOperation(""), "an operation that is not offered"),
                        status(StoreStatus.noSuchEventType(""), "N-EVENT-REPORT that is no storage commitment report"),
                        status(StoreStatus.invalidArgument(""), "N-EVENT-REPORT for a transaction that is not open"))
                .forEach(row -> byCode.put(row.get(0), row));
        return table(List.of("Status", "Meaning"), byCode.values().stream());
    }

    static String rejections() {
        return table(
                List.of("A-ASSOCIATE-RJ", "When"),
                Stream.of(
                        reject(
                                AssociateReject.CALLED_AE_TITLE_NOT_RECOGNIZED,
                                "wrong called AE title, where it is asked for"),
                        reject(
                                AssociateReject.CALLING_AE_TITLE_NOT_RECOGNIZED,
                                "the caller is not on the list: AE title, address or certificate"),
                        reject(
                                AssociateReject.APPLICATION_CONTEXT_NOT_SUPPORTED,
                                "another application context than DICOM"),
                        reject(AssociateReject.PROTOCOL_VERSION_NOT_SUPPORTED, "another protocol version than 1"),
                        reject(AssociateReject.LOCAL_LIMIT_EXCEEDED, "all places taken; transient")));
    }

    static String security() throws Exception {
        var java = SSLContext.getDefault().getSupportedSSLParameters().getCipherSuites();
        return table(
                List.of("Profile", "Protocols", "Cipher suites, best first"),
                Arrays.stream(TlsProfile.values())
                        .map(profile -> List.of(
                                profile.name(),
                                String.join(", ", profile.protocols()),
                                String.join(", ", profile.suites(java)))));
    }

    private static List<String> status(StoreStatus status, String meaning) {
        return List.of(status.hex(), meaning);
    }

    private static List<String> reject(AssociateReject reject, String when) {
        return List.of("%d/%d/%d".formatted(reject.result(), reject.source(), reject.reason()), when);
    }

    private static String table(List<String> head, Stream<List<String>> rows) {
        var rule = head.stream().map(column -> "---").toList();
        return Stream.concat(Stream.of(head, rule), rows)
                .map(row -> "| " + String.join(" | ", row) + " |\n")
                .collect(Collectors.joining());
    }

    private static String name(String uid) {
        return UID.nameOf(uid).orElseThrow();
    }

    private static String time(Duration time) {
        return time.toHours() > 0 ? time.toHours() + " h" : time.toSeconds() + " s";
    }

    private static String bytes(long bytes) {
        return bytes >= 1 << 20 ? (bytes >> 20) + " MiB" : (bytes >> 10) + " KiB";
    }

    private static List<String> uidsIn(String table) {
        return table.lines()
                .skip(2)
                .map(line -> line.split(" \\| ", -1)[1].replace(" |", ""))
                .toList();
    }

    /** Which of the SOP classes the receiver agrees to in this encoding. */
    private static List<String> agreed(int port, List<String> sopClasses, String encoding) throws IOException {
        var proposed = sopClasses.stream()
                .map(uid -> PresentationContext.of(uid, encoding))
                .toList();
        var request = AssociateRequest.of("CXRBOX", "RAW", proposed, 16384);
        try (var peer = new RawPeer(port).say(RawPeer.pdu(PduType.ASSOCIATE_RQ, request.encode()))) {
            return AssociateAccept.decode(peer.hear().body()).results().stream()
                    .filter(result ->
                            result.isAccepted() && result.transferSyntax().equals(encoding))
                    .map(result -> request.contexts().get(result.id()).abstractSyntax())
                    .toList();
        }
    }
}
