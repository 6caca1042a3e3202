package org.mococxr.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mococxr.dicom.net.tls.Tls;
import org.mococxr.dicom.net.tls.TlsProfile;

/**
 * Requirement covered: DCMTK's secured tools, with each of its security profiles, store here and are stored to, and what one side
 * does not trust does not connect. Needs {@code dcmtk} on the PATH.
 */
@Tag("system-tools")
@Timeout(120)
class DcmtkTlsTest {
    private static final List<PresentationContext> DX = List.of(PresentationContext.uncompressed(TinyObject.DX));

    @TempDir
    private static Path keys;

    private static TestIdentity box;
    private static TestIdentity other;

    @TempDir
    private Path folder;

    private final ReceivedObjects received = new ReceivedObjects();

    @BeforeAll
    static void makeIdentities() {
        box = TestIdentity.make(keys, "box", "ip:127.0.0.1");
        other = TestIdentity.make(keys, "dcmtk", "ip:127.0.0.1");
    }

    @ParameterizedTest
    @CsvSource({
        "+py, BCP195", "+px, BCP195", "+pz, BCP195",
        "+py, NON_DOWNGRADING", "+px, NON_DOWNGRADING", "+pz, NON_DOWNGRADING",
        "+py, EXTENDED", "+px, EXTENDED", "+pz, EXTENDED"
    })
    void storescuStores(String dcmtkProfile, TlsProfile ours) throws Exception {
        try (var scp = receiver(ours)) {

            assertThat(storescu(
                            scp,
                            "+tls",
                            other.keyPem(),
                            other.certificatePem(),
                            "+cf",
                            box.certificatePem(),
                            dcmtkProfile))
                    .isZero();

            assertThat(received.all()).hasSize(1);
        }
    }

    @Test
    void storescuIsRefusedInTheClearWithoutCertificateAndWithRetiredProfiles() throws Exception {
        try (var scp = receiver(TlsProfile.BCP195)) {

            assertThat(storescu(scp)).isNotZero();
            assertThat(storescu(scp, "+tla", "+cf", box.certificatePem())).isNotZero();
            for (var retired : List.of("+pn", "+pa")) { // no encryption; no forward secrecy
                assertThat(storescu(
                                scp,
                                "+tls",
                                other.keyPem(),
                                other.certificatePem(),
                                "+cf",
                                box.certificatePem(),
                                retired))
                        .isNotZero();
            }

            assertThat(received.all()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"+py, BCP195", "+px, NON_DOWNGRADING", "+pz, EXTENDED", "+py, NON_DOWNGRADING"})
    void storescpTakesWhatIsSent(String dcmtkProfile, TlsProfile ours) throws Exception {
        try (var scp = Storescp.start(folder, dcmtkProfile)) {
            var tls = Tls.of(ours, box.identity(), other.asTrust(), true);
            try (var scu = scp.connect(tls)) {

                assertThat(scu.store(TinyObject.dx("1.2.3.5", 500_000).writeTo(folder))
                                .isDelivered())
                        .isTrue();
            }
        }
    }

    private StoreScp receiver(TlsProfile profile) {
        return StoreScp.builder(received)
                .bindAddress(InetAddress.getLoopbackAddress())
                .tls(Tls.of(profile, box.identity(), other.asTrust(), true))
                .start();
    }

    private int storescu(StoreScp scp, Object... tls) throws Exception {
        var command = new ArrayList<>(List.of("storescu", "-aec", "MOCOCXR"));
        Arrays.stream(tls).map(Object::toString).forEach(command::add);
        command.addAll(List.of(
                "127.0.0.1",
                String.valueOf(scp.port()),
                TinyObject.dx("1.2.3.5", 1000).writeTo(folder).toString()));
        var process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    /** DCMTK's receiver on a port that was free a moment ago. */
    private record Storescp(Process process, int port) implements AutoCloseable {
        static Storescp start(Path folder, String profile) throws IOException {
            int port;
            try (var free = new ServerSocket(0)) {
                port = free.getLocalPort();
            }
            var command = new ArrayList<String>(List.of("storescp", "-od"));
            command.add(Files.createDirectories(folder.resolve("pacs")).toString());
            command.addAll(List.of(
                    "+tls", other.keyPem().toString(), other.certificatePem().toString()));
            command.addAll(List.of("+cf", box.certificatePem().toString(), profile, String.valueOf(port)));
            return new Storescp(new ProcessBuilder(command).inheritIO().start(), port);
        }

        /** Tries until it listens. */
        StoreScu connect(Tls tls) throws InterruptedException {
            var until = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            var last = Optional.<AssociationFailedException>empty();
            while (System.nanoTime() < until) {
                try {
                    return StoreScu.connect(
                            new Peer("STORESCP", "127.0.0.1", port), "CXRBOX", DX, AssociationLimits.forSending(), tls);
                } catch (AssociationFailedException e) {
                    last = Optional.of(e);
                    process.waitFor(100, TimeUnit.MILLISECONDS);
                }
            }
            throw last.orElseThrow();
        }

        @Override
        public void close() throws InterruptedException {
            process.destroy();
            process.waitFor();
        }
    }
}
