package org.mococxr.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Requirement covered: a second independent network toolkit verifies and sends to this box. Needs Debian's {@code libpixelmed-java}.
 */
@Tag("system-tools")
@Timeout(120)
class PixelmedInteroperabilityTest {
    private static final Path PIXELMED = Path.of("/usr/share/java/pixelmed.jar");

    @TempDir
    private Path folder;

    private final ReceivedObjects received = new ReceivedObjects();

    @Test
    void pixelmedVerifiesAndStores() throws Exception {
        assertThat(PIXELMED).as("apt package libpixelmed-java").exists();
        var film = TinyObject.dx("1.2.3.4", 20_000);
        var file = film.writeTo(folder).toString();
        try (var scp = StoreScp.builder(received)
                .strictCalledAeTitle(true)
                .bindAddress(InetAddress.getLoopbackAddress())
                .start()) {

            assertThat(pixelmed(scp, "VerificationSOPClassSCU", "NONSECURE")).doesNotContain("Exception");
            assertThat(pixelmed(scp, "StorageSOPClassSCU", file, "0")).doesNotContain("Exception");
        }

        assertThat(received.all()).singleElement().satisfies(it -> {
            assertThat(it.object().callingAeTitle()).isEqualTo("PXM");
            assertThat(it.object().sopInstanceUid()).isEqualTo("1.2.3.4");
            assertThat(it.dataset().length).isGreaterThan(20_000);
        });
    }

    private static String pixelmed(StoreScp scp, String tool, String... more) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                PIXELMED.toString(),
                "com.pixelmed.network." + tool,
                "127.0.0.1",
                String.valueOf(scp.port()),
                scp.aeTitle(),
                "PXM"));
        command.addAll(List.of(more));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}
