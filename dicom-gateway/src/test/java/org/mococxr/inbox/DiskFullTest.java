package org.mococxr.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mococxr.dicom.net.DeliveryOutcome;
import org.mococxr.dicom.net.Peer;
import org.mococxr.dicom.net.PresentationContext;
import org.mococxr.dicom.net.StoreScu;
import org.mococxr.dicom.net.TinyObject;

/**
 * Requirement covered: when the disk takes no more, the sender hears A700H and keeps its film, nothing half is left, and what fits is
 * taken again at once. The operating system refuses the writes, as it does on a full disk: a process may not write files of more
 * than 2 MiB. Needs a shell with {@code ulimit}.
 */
@Tag("system-tools")
@Timeout(120)
class DiskFullTest {
    private static final int MOST_KIB = 2048;

    @TempDir
    private Path directory;

    @Test
    void answersA700AndGoesOnOverTheSameAssociation() throws Exception {
        var home = directory.resolve("inbox");
        var receiver =
                InboxProcess.start(home, List.of("bash", "-c", "ulimit -f " + MOST_KIB + "; exec \"$@\"", "bash"));
        try (var output = new BufferedReader(new InputStreamReader(receiver.getInputStream(), StandardCharsets.UTF_8));
                var scu = StoreScu.connect(
                        new Peer("MOCOCXR", "127.0.0.1", Integer.parseInt(output.readLine())),
                        "MODALITY",
                        PresentationContext.uncompressed(List.of(TinyObject.DX)))) {

            for (var round = 0; round < 4; round++) {
                var tooBig =
                        scu.store(TinyObject.dx("1.2.3.1." + round, 3 << 20).writeTo(directory));
                var fits = scu.store(TinyObject.dx("1.2.3.2." + round, 100_000).writeTo(directory));

                assertThat(tooBig).isInstanceOf(DeliveryOutcome.Refused.class);
                assertThat(tooBig.sentence()).contains("A700H");
                assertThat(tooBig.isWorthRetrying()).isTrue();
                assertThat(fits.isDelivered()).isTrue();
            }
        } finally {
            receiver.destroyForcibly().waitFor();
        }
        assertThat(home.resolve("tmp")).isEmptyDirectory();
    }
}
