package org.mococxr.interoperability;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mococxr.workbench.BoxUnderTest;
import org.mococxr.workbench.TrainedModel;

/**
 * Requirement covered: every object of a folder is received, and decoded or refused as the folder's list says it should be; none of them
 * stops the box or keeps it from answering. What is sent is sent by C-STORE and found again by its bytes.
 */
@Timeout(600)
class ListedObjectsTest {
    private static final Path MODELS = Path.of(System.getProperty("user.dir")).resolveSibling("deploy/models");

    @TempDir
    private Path work;

    @Test
    @Tag("system-tools")
    void objectsOfEveryKindAreReceivedAndDecodedOrRefusedAsTheirListSays() throws IOException {
        var made = Files.createDirectory(work.resolve("made"));
        MadeObjects.write(made);
        var model = TrainedModel.shared();
        try (var box = BoxUnderTest.startAlone(model.modelPackage(), model.trustedKey(), work.resolve("box"))) {
            assertThat(new ObjectJourney(box, work).send(ListedObject.in(made))).isEmpty();
        }
    }

    /** {@code mvn -Preal-objects test ... -Dobjects.folder=DIR}, with the default model; see the README. */
    @Test
    @Tag("real-objects")
    void theObjectsOfAFolderAreReceivedAndDecodedOrRefusedAsTheirListSays() throws IOException {
        var named = System.getProperty("objects.folder");
        assertThat(named)
                .as("-Dobjects.folder=DIR names a folder of DICOM objects with its manifest.csv")
                .isNotNull();
        try (var box = BoxUnderTest.startAlone(
                MODELS.resolve("cxr-effusion-tb.cxrmodel"),
                MODELS.resolve("mococxr-2026c.public.pem"),
                work.resolve("box"),
                "--research")) {
            assertThat(new ObjectJourney(box, work).send(ListedObject.in(Path.of(named))))
                    .isEmpty();
        }
    }
}
