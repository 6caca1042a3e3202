package org.mococxr.appliance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mococxr.dicom.DicomObject;
import org.mococxr.dicom.DicomReader;
import org.mococxr.dicom.DicomWriter;
import org.mococxr.dicom.TransferSyntax;
import org.mococxr.dicom.net.FolderScp;
import org.mococxr.phantom.PhantomKind;
import org.mococxr.phantom.PhantomStudy;

/** The smaller subcommands over real associations. */
final class CommandsTest {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void sendSendsFilesAndFoldersAndLeavesOutWhatIsNoDicom() throws IOException {
        var films = Files.createDirectories(folder.resolve("films/deep")).getParent();
        Files.write(films.resolve("deep/film.dcm"), PhantomStudy.dicom(PhantomKind.NORMAL, 1));
        Files.write(films.resolve("slice.dcm"), PhantomStudy.dicom(PhantomKind.CT_SLICE, 2));
        Files.writeString(films.resolve("notes.txt"), "no film");
        try (var pacs = FolderScp.start("PACS", 0, folder.resolve("pacs"))) {
            var exit = run("send", "--to", pacs.peer().toString(), films.toString());

            assertThat(exit).isZero();
            assertThat(pacs.files()).hasSize(2);
            assertThat(out.toString()).contains("2 of 2 sent", "notes.txt: no DICOM file");
        }
    }

    /** Real archives hold such files: the meta information names the transfer syntax and nothing else. */
    @Test
    void sendAsksTheDataSetWhatAFileIsAndGoesOnAfterOneThatCannotBeRead() throws IOException {
        var films = Files.createDirectory(folder.resolve("films"));
        var film = DicomReader.read(PhantomStudy.dicom(PhantomKind.NORMAL, 1));
        var whole = withoutIdentityInItsMeta(film);
        Files.write(films.resolve("1-cut.dcm"), Arrays.copyOf(whole, whole.length / 2));
        Files.write(films.resolve("2-whole.dcm"), whole);
        Files.write(films.resolve("3-other.dcm"), PhantomStudy.dicom(PhantomKind.EFFUSION, 2));
        try (var pacs = FolderScp.start("PACS", 0, folder.resolve("pacs"))) {
            var exit = run("send", "--to", pacs.peer().toString(), films.toString());

            assertThat(exit).isEqualTo(1);
            assertThat(out.toString())
                    .contains("NOT SENT   " + films.resolve("1-cut.dcm"), "the object ends inside an element")
                    .contains("sent       " + films.resolve("2-whole.dcm"), "2 of 3 sent");
            assertThat(pacs.files()).hasSize(2);
        }
    }

    private static byte[] withoutIdentityInItsMeta(DicomObject film) throws IOException {
        var syntax = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
        var uid = (syntax.uid() + "\0").getBytes(StandardCharsets.US_ASCII); // 19 characters and one to make it even
        var bytes = new ByteArrayOutputStream();
        bytes.write(new byte[128]);
        bytes.write("DICM".getBytes(StandardCharsets.US_ASCII));
        bytes.write(new byte[] {2, 0, 0x10, 0, 'U', 'I', (byte) uid.length, 0}); // (0002,0010)
        bytes.write(uid);
        DicomWriter.writeDataset(bytes, film.dataset(), syntax);
        return bytes.toByteArray();
    }

    @Test
    void sendToNobodyFailsInWords() throws IOException {
        var film = Files.write(folder.resolve("film.dcm"), PhantomStudy.dicom(PhantomKind.CT_SLICE, 2));

        var exit = run("send", "--to", "PACS@127.0.0.1:" + freePort(), film.toString());

        assertThat(exit).isEqualTo(1);
        assertThat(err.toString()).contains("nothing was sent").doesNotContain("\tat ");
    }

    @Test
    void echoTellsWhetherAPeerAnswers() throws IOException {
        try (var pacs = FolderScp.start("PACS", 0, folder.resolve("pacs"))) {
            assertThat(run("echo", pacs.peer().toString())).isZero();
            assertThat(out.toString()).contains("answers");
        }
        assertThat(run("echo", "PACS@127.0.0.1:" + freePort())).isEqualTo(1);
    }

    @Test
    void doctorChecksSignatureGoldenTestProviderAndDisk() {
        var exit = run(
                "doctor",
                "--model",
                TinyModel.get().modelPackage().toString(),
                "--trust",
                TinyModel.get().trusted().toString(),
                "--data",
                folder.toString());

        assertThat(exit).isZero();
        assertThat(out.toString()).contains("Signature:   good", "golden test passed on CPU", "MiB free");
    }

    @Test
    void aModelThatNobodyTrustsIsNotUsed() {
        var exit = run("doctor", "--model", TinyModel.get().modelPackage().toString());

        assertThat(exit).isEqualTo(1);
        assertThat(err.toString()).contains("no trusted key", "--trust");
    }

    @Test
    void aMistypedPeerIsExplained() {
        assertThat(run("echo", "PACS:104")).isEqualTo(2);
        assertThat(err.toString()).contains("AET@HOST:PORT");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--pacs PACS@192.0.2.10:104,fax | expected AET@HOST:PORT, and behind it ,tls",
                "--pacs PACS@192.0.2.10:104,tls | needs --tls-identity and --tls-trust",
                "--allow XRAY1@xray1.example | expected for example 192.0.2.17",
                "--allow XRAY1@192.0.2.1,cn=x | only be shown over a secured port",
                "--tls-identity box.pem | one of them is missing",
                "--tls-identity missing.pem --tls-trust missing.pem | missing.pem cannot be used for TLS: it cannot be read"
            })
    void aBoxWithSettingsThatCannotWorkDoesNotStartAndSaysWhy(String options, String why) {
        var arguments = Stream.concat(
                Stream.of("serve", "--data", folder.resolve("box").toString()), Stream.of(options.split(" ")));

        assertThat(run(arguments.toArray(String[]::new))).isNotZero();
        assertThat(err.toString()).contains(why);
    }

    private int run(String... arguments) {
        return BoxMain.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
