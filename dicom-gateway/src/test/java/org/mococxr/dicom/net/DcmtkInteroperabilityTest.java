package org.mococxr.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mococxr.dicom.Attributes;
import org.mococxr.dicom.DicomObject;
import org.mococxr.dicom.DicomWriter;
import org.mococxr.dicom.TransferSyntax;
import org.mococxr.dicom.UID;
import org.mococxr.dicom.VR;

/**
 * Requirement covered: DCMTK's tools, the reference that modalities are tested against, verify, send to and receive from this box. Needs
 * {@code dcmtk} on the PATH.
 */
@Tag("system-tools")
@Timeout(120)
class DcmtkInteroperabilityTest {
    @TempDir
    private Path folder;

    private final ReceivedObjects received = new ReceivedObjects();
    private StoreScp scp;

    @BeforeEach
    void startTheReceiver() {
        scp = StoreScp.builder(received)
                .strictCalledAeTitle(true)
                .bindAddress(InetAddress.getLoopbackAddress())
                .start();
    }

    @AfterEach
    void stopTheReceiver() {
        scp.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--repeat 20", "-pts 38 -ppc 10", "-pdu 4096"})
    void echoscuIsAnswered(String options) throws Exception {
        assertThat(dcmtk("echoscu", options)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"'', 1", "-xi, 1", "-pdu 4096, 1", "-R, 1", "+II --repeat 3, 3", "-R +II --repeat 20 -pdu 131072, 20"})
    void storescuSendsPlainFilms(String options, int objects) throws Exception {
        var film = film("film.dcm");

        assertThat(dcmtk("storescu", options, film.toString())).isZero();

        assertThat(received.all()).hasSize(objects);
    }

    @ParameterizedTest
    @CsvSource({
        "dcmcjpeg +e1, -xs, 1.2.840.10008.1.2.4.70",
        "dcmcrle, -xr, 1.2.840.10008.1.2.5",
        "dcmcjpls, -xt, 1.2.840.10008.1.2.4.80",
        "dcmcjpls +en +md 2, -xu, 1.2.840.10008.1.2.4.81",
        "dcmcjpeg +ee, -xx, 1.2.840.10008.1.2.4.51",
        "dcmcjpeg +eb, -xy, 1.2.840.10008.1.2.4.50",
        "gdcmconv --j2k, -xv, 1.2.840.10008.1.2.4.90",
        "dcmconv +td, -xd, 1.2.840.10008.1.2.1.99"
    })
    void storescuSendsCompressedFilmsAsTheyAre(String compressor, String proposal, String syntax) throws Exception {
        var compressed = folder.resolve("compressed.dcm");
        var arguments = new ArrayList<>(Arrays.asList(compressor.split(" ")));
        arguments.addAll(List.of(film("film.dcm").toString(), compressed.toString()));
        assertThat(run(arguments)).isZero();

        assertThat(dcmtk("storescu", proposal, compressed.toString())).isZero();

        assertThat(received.all()).singleElement().satisfies(it -> {
            assertThat(it.object().transferSyntaxUid()).isEqualTo(syntax);
            assertThat(it.dataset()).isEqualTo(datasetOf(compressed));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"+sd +r", "+ma +sd +r"})
    void dcmsendSendsAFolderOverOneAssociationOrSeveral(String options) throws Exception {
        var archive = Files.createDirectory(folder.resolve("archive"));
        for (var i = 0; i < 30; i++) {
            film(archive.resolve("film" + i + ".dcm"), "1.2.3.4." + i);
        }

        assertThat(dcmtk("dcmsend", options, archive.toString())).isZero();

        assertThat(received.all()).hasSize(30);
    }

    /** dcmsend decompresses what is lossless for a receiver that likes plain films, and sends what is lossy as it is. */
    @ParameterizedTest
    @CsvSource({
        "+el, 1.2.840.10008.1.2.1",
        "+e1, 1.2.840.10008.1.2.1",
        "+eb, 1.2.840.10008.1.2.4.50",
        "+ee, 1.2.840.10008.1.2.4.51"
    })
    void dcmsendSendsCompressedFilms(String compression, String arrivesIn) throws Exception {
        var compressed = folder.resolve("compressed.dcm");
        assertThat(run(List.of("dcmcjpeg", compression, film("film.dcm").toString(), compressed.toString())))
                .isZero();

        assertThat(dcmtk("dcmsend", "", compressed.toString())).isZero();

        assertThat(received.all())
                .singleElement()
                .satisfies(it -> assertThat(it.object().transferSyntaxUid()).isEqualTo(arrivesIn));
    }

    @Test
    void storescuIsToldThatItCallsTheWrongTitleOrOffersTheWrongObject() throws Exception {
        var film = film("film.dcm").toString();
        var report = folder.resolve("report.dcm");
        Files.write(
                report,
                DicomWriter.toBytes(DicomObject.of(
                        report(UID.Comprehensive3DSRStorage), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN)));

        var wrongTitle = run(List.of("storescu", "-aec", "NOPE", "127.0.0.1", "" + scp.port(), film));
        var wrongObject = dcmtk("storescu", "-R", report.toString());

        assertThat(wrongTitle).isNotZero();
        assertThat(wrongObject).isNotZero();
        assertThat(received.all()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                UID.Comprehensive3DSRStorage,
                UID.ComprehensiveSRStorage,
                UID.EnhancedSRStorage,
                UID.SecondaryCaptureImageStorage
            })
    void storescpTakesWhatThisBoxSends(String sopClassUid) throws Exception {
        var archive = Files.createDirectory(folder.resolve("archive"));
        var port = freePort();
        var storescp = new ProcessBuilder(
                        "storescp", "-aet", "PACS", "-od", archive.toString(), "+xa", String.valueOf(port))
                .inheritIO()
                .start();
        try (var scu = connectWhenUp(
                new Peer("PACS", "127.0.0.1", port),
                PresentationContext.uncompressed(List.of(sopClassUid, TinyObject.DX)))) {

            var report = scu.store(report(sopClassUid));
            var film = scu.store(film("film.dcm"));
            var echo = scu.echo();

            assertThat(List.of(report, film, echo)).containsOnly(new DeliveryOutcome.Delivered());
            try (var files = Files.list(archive)) {
                assertThat(files).hasSize(2);
            }
        } finally {
            storescp.destroy();
            storescp.waitFor(10, TimeUnit.SECONDS);
        }
    }

    /** DCMTK's other receiver, and its archive. */
    @ParameterizedTest
    @ValueSource(strings = {"dcmrecv", "dcmqrscp"})
    void dcmtksOtherReceiversTakeWhatThisBoxSends(String tool) throws Exception {
        var archive = Files.createDirectory(folder.resolve("archive"));
        var port = freePort();
        var receiver = new ProcessBuilder(
                        tool.equals("dcmrecv")
                                ? List.of(
                                        tool,
                                        "-xf",
                                        receiverSettings().toString(),
                                        "Default",
                                        "-od",
                                        archive.toString(),
                                        String.valueOf(port))
                                : List.of(tool, "-c", archiveSettings(archive).toString(), String.valueOf(port)))
                .inheritIO()
                .start();
        var report = UID.ComprehensiveSRStorage;
        try (var scu =
                connectWhenUp(new Peer("PACS", "127.0.0.1", port), PresentationContext.uncompressed(List.of(report)))) {

            assertThat(scu.store(report(report))).isEqualTo(new DeliveryOutcome.Delivered());

            try (var files = Files.list(archive)) {
                assertThat(files.filter(file -> !file.endsWith("index.dat"))).hasSize(1);
            }
        } finally {
            receiver.destroy();
            receiver.waitFor(10, TimeUnit.SECONDS);
        }
    }

    private Path receiverSettings() throws IOException {
        return Files.writeString(folder.resolve("receiver.cfg"), """
                [[TransferSyntaxes]]
                [Plain]
                TransferSyntax1 = LittleEndianExplicit
                TransferSyntax2 = LittleEndianImplicit
                [[PresentationContexts]]
                [Reports]
                PresentationContext1 = ComprehensiveSRStorage\\Plain
                [[Profiles]]
                [Default]
                PresentationContexts = Reports
                """);
    }

    private Path archiveSettings(Path archive) throws IOException {
        return Files.writeString(folder.resolve("archive.cfg"), """
                MaxPDUSize = 16384
                MaxAssociations = 4
                HostTable BEGIN
                HostTable END
                VendorTable BEGIN
                VendorTable END
                AETable BEGIN
                PACS %s RW (10, 100mb) ANY
                AETable END
                """.formatted(archive));
    }

    /** The tool needs a moment to open its port; a refused call within that time means "not yet". */
    private static StoreScu connectWhenUp(Peer peer, List<PresentationContext> contexts) throws InterruptedException {
        for (var attempt = 0; ; attempt++) {
            try {
                return StoreScu.connect(peer, "MOCOCXR", contexts);
            } catch (AssociationFailedException e) {
                if (attempt == 200) {
                    throw e;
                }
                TimeUnit.MILLISECONDS.sleep(25);
            }
        }
    }

    private int dcmtk(String tool, String options, String... files) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(tool, "-aec", "MOCOCXR"));
        Arrays.stream(options.split(" ")).filter(it -> !it.isEmpty()).forEach(command::add);
        command.addAll(List.of("127.0.0.1", String.valueOf(scp.port())));
        command.addAll(List.of(files));
        return run(command);
    }

    private static int run(List<String> command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        var status = process.waitFor();
        if (status != 0) {
            System.out.println(String.join(" ", command) + " ended with " + status + ": " + output);
        }
        return status;
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static byte[] datasetOf(Path file) {
        try (var in = new BufferedInputStream(Files.newInputStream(file))) {
            Part10Header.read(in);
            return in.readAllBytes();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Attributes report(String sopClassUid) {
        var report = new Attributes();
        report.setString(org.mococxr.dicom.Tag.SOPClassUID, VR.UI, sopClassUid);
        report.setString(org.mococxr.dicom.Tag.SOPInstanceUID, VR.UI, "1.2.3.4.5");
        report.setString(org.mococxr.dicom.Tag.StudyInstanceUID, VR.UI, "1.2.3");
        report.setString(org.mococxr.dicom.Tag.SeriesInstanceUID, VR.UI, "1.2.3.4");
        report.setString(org.mococxr.dicom.Tag.Modality, VR.CS, "OT");
        return report;
    }

    private Path film(String name) throws IOException {
        return film(folder.resolve(name), "1.2.3.4.6");
    }

    /** 64 x 64 pixels of 12 bit, a grey ramp with a pattern so that compressors have something to do. */
    private static Path film(Path file, String sopInstanceUid) throws IOException {
        var film = report(TinyObject.DX);
        film.setString(org.mococxr.dicom.Tag.SOPInstanceUID, VR.UI, sopInstanceUid);
        film.setString(org.mococxr.dicom.Tag.Modality, VR.CS, "DX");
        film.setString(org.mococxr.dicom.Tag.PhotometricInterpretation, VR.CS, "MONOCHROME2");
        film.setInt(org.mococxr.dicom.Tag.SamplesPerPixel, VR.US, 1);
        film.setInt(org.mococxr.dicom.Tag.Rows, VR.US, 64);
        film.setInt(org.mococxr.dicom.Tag.Columns, VR.US, 64);
        film.setInt(org.mococxr.dicom.Tag.BitsAllocated, VR.US, 16);
        film.setInt(org.mococxr.dicom.Tag.BitsStored, VR.US, 12);
        film.setInt(org.mococxr.dicom.Tag.HighBit, VR.US, 11);
        film.setInt(org.mococxr.dicom.Tag.PixelRepresentation, VR.US, 0);
        var pixels = new byte[64 * 64 * 2];
        for (var i = 0; i < 64 * 64; i++) {
            var value = (i % 64 * 60 + i / 64 * 7) & 0xfff;
            pixels[2 * i] = (byte) value;
            pixels[2 * i + 1] = (byte) (value >> 8);
        }
        film.setBytes(org.mococxr.dicom.Tag.PixelData, VR.OW, pixels);
        return Files.write(file, DicomWriter.toBytes(DicomObject.of(film, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN)));
    }
}
