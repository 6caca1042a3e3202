package org.mococxr.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mococxr.dicom.net.TinyObject.DX;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mococxr.dicom.net.admission.AllowedCaller;
import org.mococxr.dicom.net.admission.CallerList;
import org.mococxr.dicom.net.tls.Tls;
import org.mococxr.dicom.net.tls.TlsFileUnusableException;
import org.mococxr.dicom.net.tls.TlsIdentity;
import org.mococxr.dicom.net.tls.TlsProfile;
import org.mococxr.dicom.net.tls.TlsTrust;

/** Requirement covered: over a secured port both sides prove who they are, nothing travels in the clear, and nothing downgrades. */
@Timeout(60)
class SecuredAssociationTest {
    private static final List<PresentationContext> DX_AND_ECHO =
            List.of(PresentationContext.uncompressed(DX), PresentationContext.verification());

    @TempDir
    private static Path keys;

    private static TestIdentity box;
    private static TestIdentity modality;
    private static TestIdentity stranger;

    @TempDir
    private Path folder;

    private final ReceivedObjects received = new ReceivedObjects();

    @BeforeAll
    static void makeIdentities() {
        box = TestIdentity.make(keys, "box", "ip:127.0.0.1,dns:localhost");
        modality = TestIdentity.make(keys, "xray1.example", "dns:xray1.example");
        stranger = TestIdentity.make(keys, "stranger", "dns:other.example");
    }

    @ParameterizedTest
    @EnumSource(TlsProfile.class)
    void storesOverEveryProfileBetweenTwoThatKnowEachOther(TlsProfile profile) {
        var sent = TinyObject.dx("1.2.3.5", 300_000);
        try (var scp = receiver(profile).start();
                var scu =
                        StoreScu.connect(peer(scp), "XRAY1", DX_AND_ECHO, limits(), calling(profile, modality, box))) {

            assertThat(scu.echo().isDelivered()).isTrue();
            assertThat(scu.store(sent.writeTo(folder)).isDelivered()).isTrue();

            assertThat(received.all())
                    .singleElement()
                    .satisfies(it -> assertThat(it.dataset()).isEqualTo(sent.dataset()));
        }
    }

    @Test
    void refusesACallerWithoutATrustedCertificate() {
        try (var scp = receiver(TlsProfile.NON_DOWNGRADING).start()) {
            var tls = calling(TlsProfile.NON_DOWNGRADING, stranger, box);

            assertThatThrownBy(() -> StoreScu.connect(peer(scp), "XRAY1", DX_AND_ECHO, limits(), tls))
                    .isInstanceOf(AssociationFailedException.class);
        }
    }

    @Test
    void takesACallerWithoutACertificateOnlyWhereItIsToldTo() throws Exception {
        var lenient = Tls.of(TlsProfile.NON_DOWNGRADING, box.identity(), modality.asTrust(), false);
        try (var scp = StoreScp.builder(received)
                        .bindAddress(InetAddress.getLoopbackAddress())
                        .tls(lenient)
                        .start();
                var strict = receiver(TlsProfile.NON_DOWNGRADING).start();
                var socket = anonymous(scp.port(), "TLSv1.3");
                var refused = anonymous(strict.port(), "TLSv1.3")) {

            socket.getOutputStream().write(RawPeer.associateRequest());
            assertThat(socket.getInputStream().read()).isEqualTo(PduType.ASSOCIATE_AC);
            assertThatThrownBy(() -> {
                        refused.getOutputStream().write(RawPeer.associateRequest());
                        refused.getInputStream().read();
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void refusesAPlainCallerAtTheSecuredPort() throws Exception {
        try (var scp = receiver(TlsProfile.NON_DOWNGRADING).start();
                var peer = new RawPeer(scp.port()).say(RawPeer.associateRequest())) {

            assertThat(peer.hearToTheEnd()).isNotEqualTo(PduType.ASSOCIATE_AC);
        }
    }

    @Test
    void saysThatOneSideSpeaksTlsAndTheOtherDoesNot() {
        try (var secured = receiver(TlsProfile.NON_DOWNGRADING).start()) {

            assertThatThrownBy(() -> StoreScu.connect(peer(secured), "XRAY1", DX_AND_ECHO))
                    .isInstanceOf(AssociationFailedException.class)
                    .hasMessageContaining("the peer speaks TLS here, and this side does not");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1", "TLSv1.1"})
    void neverDowngrades(String oldProtocol) throws Exception {
        for (var profile : TlsProfile.values()) {
            try (var scp = receiver(profile).start()) {

                assertThatThrownBy(() -> anonymous(scp.port(), oldProtocol).startHandshake())
                        .isInstanceOf(SSLException.class);
            }
        }
    }

    @Test
    void refusesACipherWithoutForwardSecrecy() throws Exception {
        try (var scp = receiver(TlsProfile.BCP195).start();
                var socket = anonymous(scp.port(), "TLSv1.2")) {
            socket.setEnabledCipherSuites(new String[] {"TLS_RSA_WITH_AES_128_GCM_SHA256"});

            assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLException.class);
        }
    }

    @Test
    void doesNotBelieveAPeerWhoseCertificateIsForAnotherName() {
        var wrongName = Tls.of(TlsProfile.NON_DOWNGRADING, stranger.identity(), modality.asTrust(), true);
        try (var scp = StoreScp.builder(received)
                .bindAddress(InetAddress.getLoopbackAddress())
                .tls(wrongName)
                .start()) {
            var tls = calling(TlsProfile.NON_DOWNGRADING, modality, stranger);

            assertThatThrownBy(() -> StoreScu.connect(peer(scp), "XRAY1", DX_AND_ECHO, limits(), tls))
                    .isInstanceOf(AssociationFailedException.class)
                    .hasMessageContaining("127.0.0.1");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cn=xray1.example", "sha256"})
    void admitsByCertificate(String asked) throws Exception {
        var name = asked.equals("sha256") ? "sha256=" + sha256(modality) : asked;
        var list = CallerList.only(List.of(AllowedCaller.parse("XRAY1@127.0.0.1," + name)));
        try (var scp = StoreScp.builder(received)
                .bindAddress(InetAddress.getLoopbackAddress())
                .tls(Tls.of(TlsProfile.NON_DOWNGRADING, box.identity(), trustInBoth(), true))
                .callers(list)
                .start()) {

            StoreScu.connect(
                            peer(scp),
                            "XRAY1",
                            DX_AND_ECHO,
                            limits(),
                            calling(TlsProfile.NON_DOWNGRADING, modality, box))
                    .close();
            var other = calling(TlsProfile.NON_DOWNGRADING, stranger, box);
            assertThatThrownBy(() -> StoreScu.connect(peer(scp), "XRAY1", DX_AND_ECHO, limits(), other))
                    .isInstanceOf(AssociationFailedException.class)
                    .hasMessageContaining("does not know the calling AE title");
        }
    }

    @Test
    void cutsAHandshakeThatDoesNotCome() throws Exception {
        var impatient = limits().withArtim(Duration.ofMillis(300));
        try (var scp = receiver(TlsProfile.NON_DOWNGRADING).limits(impatient).start();
                var silent = new RawPeer(scp.port())) {

            assertThat(silent.hearToTheEnd()).isZero();
        }
    }

    @Test
    void cutsASecuredAssociationThatIsIdleWithAnAbort() throws Exception {
        var impatient = limits().withIdle(Duration.ofMillis(300));
        var lenient = Tls.of(TlsProfile.NON_DOWNGRADING, box.identity(), modality.asTrust(), false);
        try (var scp = StoreScp.builder(received)
                        .bindAddress(InetAddress.getLoopbackAddress())
                        .limits(impatient)
                        .tls(lenient)
                        .start();
                var socket = anonymous(scp.port(), "TLSv1.2")) {
            socket.getOutputStream().write(RawPeer.associateRequest());
            var all = socket.getInputStream().readAllBytes();

            assertThat(all[all.length - 10]).as("the last PDU").isEqualTo((byte) PduType.ABORT);
        }
    }

    @Test
    void readsAnIdentityFromPkcs12() {
        assertThat(TlsIdentity.read(box.pkcs12(), TestIdentity.PASSWORD)).isNotNull();
        assertThatThrownBy(() -> TlsIdentity.read(box.pkcs12(), "wrong".toCharArray()))
                .isInstanceOf(TlsFileUnusableException.class)
                .hasMessageContaining("is the password right?");
    }

    @Test
    void saysWhatIsWrongWithAFile() throws Exception {
        var mixed = Files.writeString(
                folder.resolve("mixed.pem"),
                Files.readString(box.keyPem()) + Files.readString(modality.certificatePem()));
        var old = Files.writeString(
                folder.resolve("old.pem"),
                Files.readString(box.keyPem()).replace("PRIVATE KEY", "RSA PRIVATE KEY")
                        + Files.readString(box.certificatePem()));
        var damaged = Files.writeString(
                folder.resolve("damaged.pem"), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");

        assertUnusable(mixed, "not the key of its first certificate");
        assertUnusable(old, "RSA PRIVATE KEY, expected is PRIVATE KEY (PKCS 8); openssl pkcs8");
        assertUnusable(box.certificatePem(), "no BEGIN PRIVATE KEY block");
        assertUnusable(box.keyPem(), "no BEGIN CERTIFICATE block");
        assertUnusable(folder.resolve("missing.pem"), "cannot be read");
        assertThatThrownBy(() -> TlsTrust.read(damaged))
                .isInstanceOf(TlsFileUnusableException.class)
                .hasMessageContaining("certificate that cannot be read");
    }

    private static void assertUnusable(Path file, String why) {
        assertThatThrownBy(() -> TlsIdentity.read(file, new char[0]))
                .isInstanceOf(TlsFileUnusableException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(why);
    }

    private TlsTrust trustInBoth() throws IOException {
        return TlsTrust.read(Files.writeString(
                folder.resolve("both.pem"),
                Files.readString(modality.certificatePem()) + Files.readString(stranger.certificatePem())));
    }

    private static String sha256(TestIdentity identity) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256")
                        .digest(identity.certificate().getEncoded()));
    }

    /** A caller that shows nothing, believes everything and speaks one protocol, old ones included. */
    private static SSLSocket anonymous(int port, String protocol) throws Exception {
        var context = SSLContext.getInstance("TLS");
        var trust = TrustManagerFactory.getInstance("PKIX");
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("box", box.certificate());
        trust.init(store);
        context.init(null, trust.getTrustManagers(), null);
        var socket = (SSLSocket)
                context.getSocketFactory().createSocket(new Socket("127.0.0.1", port), "127.0.0.1", port, true);
        socket.setSoTimeout(20_000);
        socket.setEnabledProtocols(new String[] {protocol});
        return socket;
    }

    private StoreScp.Builder receiver(TlsProfile profile) {
        return StoreScp.builder(received)
                .bindAddress(InetAddress.getLoopbackAddress())
                .tls(Tls.of(profile, box.identity(), modality.asTrust(), true));
    }

    private static Tls calling(TlsProfile profile, TestIdentity self, TestIdentity trusted) {
        return Tls.of(profile, self.identity(), trusted.asTrust(), true);
    }

    private static AssociationLimits limits() {
        return AssociationLimits.forSending();
    }

    private static Peer peer(StoreScp scp) {
        return new Peer(scp.aeTitle(), "127.0.0.1", scp.port());
    }
}
