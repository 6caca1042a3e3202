package org.mococxr.appliance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.sql.DriverManager;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mococxr.appliance.backup.BackupKey;
import org.mococxr.appliance.people.Act;
import org.mococxr.appliance.people.AuditKey;
import org.mococxr.appliance.people.People;
import org.mococxr.appliance.people.Right;
import org.mococxr.appliance.people.Role;
import org.mococxr.appliance.people.SignIn;
import org.mococxr.phantom.PhantomKind;
import org.mococxr.phantom.PhantomStudy;

/**
 * Covers: a running box is copied whole; a copy makes the same box again; a damaged copy makes none; past results can be computed
 * again and a model that says something else is found.
 */
final class BackupTest {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void aCopyOfARunningBoxMakesTheSameBoxWhoseResultsHold() throws Exception {
        String ref;
        try (var box = RunningBox.start(folder.resolve("data"))) {
            box.store(PhantomStudy.dicom(PhantomKind.EFFUSION, 1));
            box.store(PhantomStudy.dicom(PhantomKind.LATERAL, 2));
            ref = box.filmsAtRest(2).get(1).path("ref").asText();
            Files.writeString(folder.resolve("data/secret.pem"), "a key");
            Files.setPosixFilePermissions(folder.resolve("data/secret.pem"), OWNER_ONLY);
            assertThat(run("backup", "--data", data(), copy().toString())).isZero();
        }

        assertThat(restore()).isZero();

        assertThat(Files.getPosixFilePermissions(folder.resolve("restored/secret.pem")))
                .isEqualTo(OWNER_ONLY);
        assertThat(Files.getPosixFilePermissions(copy())).doesNotContain(PosixFilePermission.OTHERS_READ);
        try (var box = RunningBox.start(folder.resolve("restored"))) {
            var films = box.filmsAtRest(2);
            assertThat(films.get(1).path("ref").asText()).isEqualTo(ref);
            assertThat(films.get(1).path("state").asText()).isEqualTo("scored");
            assertThat(run("replay", "--data", restored(), "--trust", trusted()))
                    .isZero();
            assertThat(out.toString()).contains(ref, "1 bit-exact");
            assertThat(run("doctor", "--data", restored(), "--trust", trusted()))
                    .isZero();
            assertThat(out.toString()).contains("sound; 2 films", "[ACTIVE]", "golden test passed");
        }
        assertThat(restore()).as("nothing is overwritten").isEqualTo(1);
        assertThat(err.toString()).contains("is there already");
    }

    @Test
    void aDamagedOrUnfinishedCopyMakesNoBox() throws Exception {
        try (var box = RunningBox.start(folder.resolve("data"))) {
            box.store(PhantomStudy.dicom(PhantomKind.CT_SLICE, 1));
            box.filmsAtRest(1);
        }
        run("backup", "--data", data(), copy().toString());
        var object = objects(copy()).findFirst().orElseThrow();
        var bytes = Files.readAllBytes(object);
        bytes[bytes.length / 2] ^= 1;
        Files.write(object, bytes);

        assertThat(restore()).isEqualTo(1);
        assertThat(err.toString()).contains("is damaged", "No data folder was made");
        assertThat(folder.resolve("restored")).doesNotExist();

        Files.delete(copy().resolve("contents.json"));
        assertThat(restore()).isEqualTo(1);
        assertThat(err.toString()).contains("no backup, or one that was not finished");
    }

    @Test
    void aResultWhosePixelsAreGoneCannotBeComputedAgainAndSaysSo() throws Exception {
        try (var box = RunningBox.start(folder.resolve("data"))) {
            box.store(PhantomStudy.dicom(PhantomKind.EFFUSION, 1));
            box.filmsAtRest(1);
        }
        Files.delete(objects(folder.resolve("data")).findFirst().orElseThrow());

        assertThat(run("replay", "--data", data(), "--trust", trusted())).isZero();

        assertThat(out.toString()).contains("1 not possible", "no longer on the disk");
    }

    @Test
    void aCopyThatSomebodyAddedAnAdministratorToMakesNoBox() throws Exception {
        RunningBox.start(folder.resolve("data")).close();
        run("backup", "--data", data(), copy().toString());
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + copy().resolve("people.db"));
                var statement = connection.createStatement()) {
            statement.executeUpdate("insert into person (name, password, roles, starting_password, created_at)"
                    + " values ('eve', 'x', 'admin', 0, 0)");
        }
        var digest = HexFormat.of()
                .formatHex(
                        MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(copy().resolve("people.db"))));
        var contents = copy().resolve("contents.json");
        Files.writeString(
                contents,
                Files.readString(contents)
                        .replaceFirst("(\"path\" *: *\"people.db\"[^}]*\"sha256\" *: *\")[0-9a-f]*", "$1" + digest));

        assertThat(restore()).isEqualTo(1);

        assertThat(err.toString()).contains("is not what was signed", "No data folder was made");
        assertThat(folder.resolve("restored")).doesNotExist();
        Files.delete(copy().resolve("signature.json"));
        assertThat(restore()).isEqualTo(1);
        assertThat(err.toString()).contains("nobody vouches for what it holds");
    }

    @Test
    void aCopySignedByAnotherBoxMakesABoxOnlyOnceItsKeyIsTrusted() throws Exception {
        RunningBox.start(folder.resolve("data")).close();
        run("backup", "--data", data(), copy().toString());

        assertThat(run("restore", "--data", restored(), copy().toString())).isEqualTo(1);
        assertThat(err.toString()).contains("is not this box's", "--trust");
        assertThat(folder.resolve("restored")).doesNotExist();

        assertThat(restore()).isZero();
    }

    @Test
    void whoWasSignedInIsNotAfterARestoreAndThePeopleAreListed() throws Exception {
        String session;
        String token;
        var people = folder.resolve("data/people.db");
        RunningBox.start(folder.resolve("data")).close();
        try (var before = People.open(people, AuditKey.open(folder.resolve("data-keys")), Clock.systemUTC())) {
            before.setUp("anna", "four dry lungs", Set.of(Role.ADMIN));
            session = ((SignIn.In) before.signIn("anna", "four dry lungs", "127.0.0.1", "a browser")).token();
            token = before.tokens().make("anna", "export", Set.of(Right.SEE_FILMS), Duration.ofDays(7));
        }
        run("backup", "--data", data(), copy().toString());

        restore();

        assertThat(out.toString()).contains("All sessions and tokens have ended", "anna", "[admin]");
        try (var after = People.open(
                folder.resolve("restored/people.db"),
                AuditKey.open(folder.resolve("restored-keys")),
                Clock.systemUTC())) {
            assertThat(after.sessions().of(session)).isEmpty();
            assertThat(after.tokens().of(token)).isEmpty();
            assertThat(after.audit().entries(Long.MAX_VALUE, 1))
                    .extracting(line -> line.act())
                    .containsExactly(Act.RESTORED);
            assertThat(after.audit().check().broken()).isEmpty();
        }
    }

    @Test
    void aCopyRestoredWhereItsBoxWasIsNoBrokenAudit() throws Exception {
        RunningBox.start(folder.resolve("data")).close();
        run("backup", "--data", data(), copy().toString());
        var key = AuditKey.open(folder.resolve("data-keys"));
        try (var people = People.open(folder.resolve("data/people.db"), key, Clock.systemUTC())) {
            people.audit().record("anna", Act.FILM_SENT, "since the backup");
        }
        Files.move(folder.resolve("data"), folder.resolve("lost"));

        assertThat(run("restore", "--data", data(), copy().toString()))
                .as("its own key is there")
                .isZero();

        try (var people = People.open(folder.resolve("data/people.db"), key, Clock.systemUTC())) {
            assertThat(people.audit().check().broken()).isEmpty();
        }
    }

    /** As one who wrote down the key of the box. */
    private int restore() {
        var key = BackupKey.open(folder.resolve("data-keys")).id();
        return run("restore", "--data", restored(), "--trust", key, copy().toString());
    }

    private static Stream<Path> objects(Path box) throws IOException {
        return Files.walk(box.resolve("inbox/objects")).filter(Files::isRegularFile);
    }

    private String data() {
        return folder.resolve("data").toString();
    }

    private String restored() {
        return folder.resolve("restored").toString();
    }

    private Path copy() {
        return folder.resolve("copy");
    }

    private static String trusted() {
        return TinyModel.get().trusted().toString();
    }

    @Test
    void damagedAndMissingFilmsAreRefusedAndNamedAndTheRestIsABackup() throws Exception {
        String damaged;
        String gone;
        try (var box = RunningBox.start(folder.resolve("data"))) {
            for (var seed = 1; seed <= 3; seed++) {
                box.store(PhantomStudy.dicom(PhantomKind.LATERAL, seed));
            }
            var films = box.filmsAtRest(3);
            var files = films();
            Files.write(files.get(0), new byte[] {1, 2, 3});
            Files.delete(files.get(1));
            var asked = new ArrayList<String>();
            for (var film : films) {
                var ref = film.path("ref").asText();
                if (box.get("/api/v1/films/" + ref + "/image.png").statusCode() == 410) {
                    asked.add(ref);
                }
            }
            assertThat(asked).as("neither is served as good").hasSize(2);
            damaged = asked.get(0);
            gone = asked.get(1);

            assertThat(run("backup", "--data", data(), copy().toString())).isEqualTo(1);
        }

        assertThat(err.toString()).contains("2 films are damaged or gone", damaged, gone);
        assertThat(restore()).isZero();
        try (var box = RunningBox.start(folder.resolve("restored"))) {
            assertThat(box.filmsAtRest(3)).hasSize(3);
        }
    }

    private List<Path> films() throws IOException {
        try (var files = Files.walk(folder.resolve("data/inbox/objects"))) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private int run(String... arguments) {
        return BoxMain.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
