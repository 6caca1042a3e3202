package org.mococxr.appliance.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mococxr.appliance.ManualClock;
import org.mococxr.appliance.language.Language;
import org.mococxr.appliance.language.Sentence;

/**
 * Covers: no default password; a password cannot be read back or guessed at speed; sessions and tokens end when they should and
 * not before; nobody locks everybody out; the audit shows that it was touched.
 */
final class PeopleTest {
    private static final String PASSWORD = "four dry lungs";

    @TempDir
    private Path folder;

    private final ManualClock clock = new ManualClock();
    private People people;

    @BeforeEach
    void open() {
        people = People.open(folder.resolve("people.db"), AuditKey.open(folder.resolve("keys")), clock);
    }

    @AfterEach
    void close() {
        people.close();
    }

    private void reopen() {
        people.close();
        open();
    }

    private void anna() {
        people.setUp("anna", PASSWORD, Set.of(Role.ADMIN, Role.TECHNICIAN));
    }

    private SignIn signIn(String name, String password) {
        return people.signIn(name, password, "127.0.0.1", "a browser");
    }

    private SignIn.In signedIn(String name, String password) {
        return (SignIn.In) signIn(name, password);
    }

    @Test
    void aNewBoxHasNobodyAndNoPasswordLetsAnybodyIn() {
        assertThat(people.isEmpty()).isTrue();
        for (var name : List.of("admin", "root", "")) {
            assertThat(signIn(name, name)).isInstanceOf(SignIn.Wrong.class);
        }
    }

    @Test
    void passwordsAndSecretsLieOnTheDiskAsHashesOnly() throws IOException {
        anna();
        var session = signedIn("anna", PASSWORD).token();
        var token = people.tokens().make("anna", "export", Set.of(Right.SEE_FILMS), Duration.ofDays(1));
        var starting = people.add("anna", "ben", Set.of(Role.CLINICIAN));
        people.close();

        var bytes = new StringBuilder();
        try (var files = Files.list(folder)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                bytes.append(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }

        assertThat(bytes)
                .contains("$argon2id$v=19$m=19456,t=2,p=1$")
                .doesNotContain(PASSWORD, session, token, token.substring(Tokens.PREFIX.length()), starting);
        open();
    }

    @Test
    void onlyTheRightPasswordLetsIn() {
        anna();

        assertThat(signIn("anna", PASSWORD)).isInstanceOf(SignIn.In.class);
        assertThat(signIn("ANNA", PASSWORD)).isInstanceOf(SignIn.In.class);
        assertThat(signIn("anna", PASSWORD + " ")).isInstanceOf(SignIn.Wrong.class);
        assertThat(signIn("anna", "x".repeat(100_000))).isInstanceOf(SignIn.Wrong.class);
        assertThat(signIn("anna' or '1'='1", PASSWORD)).isInstanceOf(SignIn.Wrong.class);
    }

    @Test
    void whatAClockAheadDrewOutEndsWhenItIsSetRight() {
        anna();
        clock.pass(Duration.ofDays(400));
        var ahead = signedIn("anna", PASSWORD).token();
        var token = people.tokens().make("anna", "export", Set.of(Right.SEE_FILMS), Duration.ofDays(7));
        for (var i = 0; i < 5; i++) {
            signIn("anna", "wrong" + i);
        }
        clock.pass(Duration.ofDays(-400));

        assertThat(people.limitTimes()).isEqualTo(3);

        assertThat(people.sessions().of(ahead)).isEmpty();
        clock.pass(Duration.ofDays(6));
        assertThat(people.tokens().of(token)).isPresent();
        assertThat(signIn("anna", PASSWORD)).isInstanceOf(SignIn.In.class);
        clock.pass(Duration.ofDays(2));
        assertThat(people.tokens().of(token)).as("it was made for a week").isEmpty();
        assertThat(people.limitTimes()).isZero();
    }

    @Test
    void fiveWrongPasswordsLockForAMinuteAndThenForTwiceAsLong() {
        anna();
        for (var i = 0; i < 4; i++) {
            assertThat(signIn("anna", "wrong")).isInstanceOf(SignIn.Wrong.class);
        }

        assertThat(signIn("anna", "wrong"))
                .isEqualTo(new SignIn.Locked(clock.instant().plusSeconds(60)));
        assertThat(signIn("anna", PASSWORD)).isInstanceOf(SignIn.Locked.class);
        clock.pass(Duration.ofSeconds(61));
        assertThat(signIn("anna", "wrong"))
                .isEqualTo(new SignIn.Locked(clock.instant().plusSeconds(120)));
        clock.pass(Duration.ofSeconds(121));
        assertThat(signIn("anna", PASSWORD)).isInstanceOf(SignIn.In.class);
        assertThat(signIn("anna", "wrong")).isInstanceOf(SignIn.Wrong.class);
    }

    @Test
    void parallelTriesDoNotPassTheCounter() throws Exception {
        anna();
        var tries = Executors.newFixedThreadPool(8);
        try {
            var ends = tries.invokeAll(Collections.nCopies(40, () -> signIn("anna", "wrong")));

            for (var end : ends) {
                assertThat(end.get()).isNotInstanceOf(SignIn.In.class);
            }
            assertThat(people.audit().entries(Long.MAX_VALUE, 100))
                    .filteredOn(line -> line.act() == Act.SIGN_IN_REFUSED)
                    .hasSize(5);
        } finally {
            tries.shutdownNow();
        }
    }

    @Test
    void aStrangersGuessesKeepTheOwnerOutNeitherOfASessionNorOfTheOwnPlace() {
        anna();
        var session = signedIn("anna", PASSWORD).token();
        for (var i = 0; i < 50; i++) {
            people.signIn("anna", "wrong", "203.0.113." + i, "");
        }

        assertThat(people.signIn("anna", PASSWORD, "203.0.113.99", "")).isInstanceOf(SignIn.Locked.class);
        assertThat(people.sessions().of(session)).isPresent();
        assertThat(signIn("anna", PASSWORD)).isInstanceOf(SignIn.In.class);
    }

    @Test
    void aNameThatNobodyHasIsAnsweredLikeOneThatSomebodyHas() {
        anna();
        for (var i = 0; i < 8; i++) {
            var nobody = people.signIn("nobody", "wrong", "203.0.113.1", "");
            var somebody = people.signIn("anna", "wrong", "203.0.113.2", "");
            assertThat(nobody).isEqualTo(somebody);
        }
    }

    @Test
    void oneAddressMayNotTryEverybody() {
        anna();
        for (var i = 0; i < 30; i++) {
            people.signIn("somebody" + i, "wrong", "203.0.113.1", "");
        }

        assertThat(people.signIn("anna", PASSWORD, "203.0.113.1", "")).isInstanceOf(SignIn.Locked.class);
        assertThat(people.signIn("anna", PASSWORD, "203.0.113.2", "")).isInstanceOf(SignIn.In.class);
    }

    @Test
    void aBorrowedSessionMayNotGuessThePassword() {
        anna();
        var session = people.sessions().of(signedIn("anna", PASSWORD).token()).orElseThrow();
        for (var i = 0; i < 5; i++) {
            var wrong = "wrong" + i;
            assertThatThrownBy(() -> people.changeOwnPassword(session, wrong, "another long one"))
                    .isInstanceOf(NotAllowedException.class);
        }

        assertThatThrownBy(() -> people.changeOwnPassword(session, PASSWORD, "another long one"))
                .isInstanceOf(NotAllowedException.class)
                .hasMessageContaining("locked");
        clock.pass(Duration.ofMinutes(2));
        people.changeOwnPassword(session, PASSWORD, "another long one");
    }

    @Test
    void aLockNeverLastsLongerThanHalfAnHourAndALittle() {
        anna();
        for (var i = 0; i < 12; i++) {
            signIn("anna", "wrong");
            clock.pass(Duration.ofMinutes(33));
        }

        var locked = (SignIn.Locked) signIn("anna", "wrong");

        assertThat(Duration.between(clock.instant(), locked.until())).isEqualTo(Duration.ofMinutes(32));
    }

    @Test
    void aSessionSurvivesARestart() {
        anna();
        var token = signedIn("anna", PASSWORD).token();

        reopen();

        assertThat(people.sessions().of(token).orElseThrow().person().name()).isEqualTo("anna");
        assertThat(people.sessions().of("somebody else's")).isEmpty();
    }

    @Test
    void aSessionEndsAfterTwelveIdleHoursOrSevenDays() {
        anna();
        var idle = signedIn("anna", PASSWORD).token();
        clock.pass(Duration.ofHours(11));
        var used = signedIn("anna", PASSWORD).token();
        clock.pass(Duration.ofHours(2));

        assertThat(people.sessions().of(idle)).isEmpty();
        for (var hours = 0; hours < 7 * 24 - 8; hours += 6) {
            assertThat(people.sessions().of(used)).as("after %d hours", hours).isPresent();
            clock.pass(Duration.ofHours(6));
        }
        clock.pass(Duration.ofHours(6));
        assertThat(people.sessions().of(used)).isEmpty();
    }

    @Test
    void aSessionEndsWhenItIsRevokedSignedOutOrItsPersonDisabledOrReset() {
        anna();
        var starting = people.add("anna", "ben", Set.of(Role.CLINICIAN));

        var revoked = signedIn("ben", starting).token();
        people.sessions()
                .revoke("anna", people.sessions().of(revoked).orElseThrow().sessionId());
        var left = signedIn("ben", starting).token();
        people.sessions().signOut(people.sessions().of(left).orElseThrow());
        var disabled = signedIn("ben", starting).token();
        people.disable("anna", "ben");
        assertThat(signIn("ben", starting)).isInstanceOf(SignIn.Wrong.class);
        people.enable("anna", "ben");
        var reset = signedIn("ben", starting).token();
        people.resetPassword("anna", "ben");

        assertThat(List.of(revoked, left, disabled, reset))
                .allSatisfy(token -> assertThat(people.sessions().of(token)).isEmpty());
        assertThat(people.sessions().open()).isEmpty();
    }

    @Test
    void aStartingPasswordGivesNoRightUntilItIsChangedAndOtherSessionsEndThen() {
        anna();
        var starting = people.add("anna", "ben", Set.of(Role.CLINICIAN));
        var other = signedIn("ben", starting).token();
        var door = new FrontDoor(people, LocalToken.write(folder.resolve("token")), false);
        var token = signedIn("ben", starting).token();
        assertThat(door.bySession(token).rights()).isEmpty();

        var session = people.sessions().of(token).orElseThrow();
        assertThatThrownBy(() -> people.changeOwnPassword(session, "guessed", "a new one for the boat"))
                .hasMessageContaining("present password");
        assertThatThrownBy(() -> people.changeOwnPassword(session, starting, "the boat of ben"))
                .hasMessageContaining("user name in it");
        assertThatThrownBy(() -> people.changeOwnPassword(session, starting, starting))
                .hasMessageContaining("Take another one");
        assertThat(door.bySession(token).rights()).isEmpty();

        people.changeOwnPassword(session, starting, "a new one for the boat");

        assertThat(door.bySession(token).rights()).isEqualTo(Role.CLINICIAN.rights());
        assertThat(people.sessions().of(other)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"short", "password1234", "aaaaaaaaaaaaaa", "Anna-is-here", "          "})
    void weakPasswordsAreRefusedWithTheRule(String weak) {
        assertThatThrownBy(() -> people.setUp("anna", weak, Set.of(Role.ADMIN)))
                .isInstanceOf(NotAllowedException.class)
                .hasMessageContaining("assword");
        assertThat(people.isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "-anna", "an na", "anna<script>", "../anna", "ana\u0000"})
    void namesAreSimple(String name) {
        assertThatThrownBy(() -> people.add("(test)", name, Set.of(Role.ADMIN)))
                .isInstanceOf(NotAllowedException.class)
                .hasMessageContaining("user name");
    }

    @Test
    void theLastAdministratorStays() {
        anna();

        assertThatThrownBy(() -> people.disable("anna", "anna")).hasMessageContaining("only administrator");
        assertThatThrownBy(() -> people.changeRoles("anna", "anna", Set.of(Role.AUDITOR)))
                .hasMessageContaining("only administrator");
        people.add("anna", "ben", Set.of(Role.ADMIN));
        people.changeRoles("anna", "anna", Set.of(Role.AUDITOR));
        assertThat(people.named("anna").orElseThrow().roles()).containsExactly(Role.AUDITOR);
    }

    @Test
    void setUpWorksOnceAndItsCodeIsOfNoUseAfterwards() {
        var code = new SetUpCode(people);
        var printed = code.forConsole().orElseThrow();

        assertThatThrownBy(() -> code.require("AAAA-AAAA-AAAA")).hasMessageContaining("not the set-up code");
        code.require(printed.toLowerCase(Locale.ROOT).replace("-", " "));
        anna();

        assertThat(code.forConsole()).isEmpty();
        assertThatThrownBy(() -> code.require(printed)).hasMessageContaining("set up already");
        assertThatThrownBy(() -> people.setUp("eve", "another password", Set.of(Role.ADMIN)))
                .hasMessageContaining("set up already");
    }

    @Test
    void aSetUpCodeThatWasGuessedAtTenTimesIsOfNoUse() {
        var code = new SetUpCode(people);
        for (var i = 0; i < 10; i++) {
            assertThatThrownBy(() -> code.require("AAAA-AAAA-AAAA")).hasMessageContaining("not the set-up code");
        }

        assertThatThrownBy(() -> code.require(code.forConsole().orElseThrow())).hasMessageContaining("too often");
    }

    @Test
    void aTokenHasItsRightsUntilItsTimeIsOverOrItIsRevoked() {
        var token =
                people.tokens().make("anna", "export", Set.of(Right.SEE_FILMS, Right.EXPORT_FILMS), Duration.ofDays(2));
        var other = people.tokens().make("anna", "other", Set.of(Right.RUN_MODEL), Duration.ofDays(300));

        assertThat(people.tokens().of(token).orElseThrow().rights())
                .containsExactlyInAnyOrder(Right.SEE_FILMS, Right.EXPORT_FILMS);
        clock.pass(Duration.ofDays(2));
        assertThat(people.tokens().of(token)).isEmpty();
        people.tokens().revoke("anna", people.tokens().of(other).orElseThrow().id());
        assertThat(people.tokens().of(other)).isEmpty();
        assertThat(people.tokens().valid()).isEmpty();
    }

    @Test
    void programsGetNoRightsOverPeople() {
        for (var right : List.of(Right.MANAGE_PEOPLE, Right.SEE_AUDIT)) {
            assertThatThrownBy(() -> people.tokens().make("anna", "evil", Set.of(right), Duration.ofDays(1)))
                    .isInstanceOf(NotAllowedException.class);
        }
        assertThatThrownBy(() -> people.tokens().make("anna", "eternal", Set.of(Right.SEE_FILMS), Duration.ofDays(367)))
                .hasMessageContaining("366");
    }

    @Test
    void everyActIsInTheAudit() {
        anna();
        signIn("anna", "wrong");
        signIn("nobody", "wrong");
        var session = people.sessions().of(signedIn("anna", PASSWORD).token()).orElseThrow();
        people.add("anna", "ben", Set.of(Role.CLINICIAN));
        people.changeRoles("anna", "ben", Set.of(Role.AUDITOR));
        people.resetPassword("anna", "ben");
        people.disable("anna", "ben");
        people.enable("anna", "ben");
        people.tokens().make("anna", "export", Set.of(Right.SEE_FILMS), Duration.ofDays(1));
        people.tokens().revoke("anna", 1);
        people.changeOwnPassword(session, PASSWORD, "five dry lungs");
        people.sessions().signOut(session);

        assertThat(people.audit().entries(Long.MAX_VALUE, 100).stream().map(AuditEntry::act))
                .containsExactly(
                        Act.SIGNED_OUT,
                        Act.PASSWORD_CHANGED,
                        Act.TOKEN_REVOKED,
                        Act.TOKEN_MADE,
                        Act.PERSON_ENABLED,
                        Act.PERSON_DISABLED,
                        Act.PASSWORD_RESET,
                        Act.ROLES_CHANGED,
                        Act.PERSON_ADDED,
                        Act.SIGNED_IN,
                        Act.SIGN_IN_REFUSED,
                        Act.SIGN_IN_REFUSED,
                        Act.SET_UP);
        assertThat(people.audit().check().broken()).isEmpty();
    }

    @Test
    void theAuditCannotBeChangedThroughTheFileWithoutItBeingSeen() throws SQLException {
        anna();
        people.audit().record("anna", Act.FILM_OPENED, "abc");
        people.audit().record("anna", Act.FILM_OPENED, "def");

        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("people.db"));
                var statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.executeUpdate("update audit set who = 'ben'"))
                    .hasMessageContaining("the audit is evidence");
            assertThatThrownBy(() -> statement.executeUpdate("delete from audit"))
                    .hasMessageContaining("the audit is evidence");
            statement.executeUpdate("drop trigger audit_kept");
            statement.executeUpdate("delete from audit where about = 'abc'");
        }

        assertThat(people.audit().check().broken()).isPresent();
    }

    @Test
    void whatALineIsInOtherLanguagesCannotBeChangedUnseenEither() throws SQLException {
        people.audit().record("anna", Act.FILM_SENT, "", Sentence.of("audit.by_stow", 3));
        assertThat(people.audit().check().broken()).isEmpty();

        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("people.db"));
                var statement = connection.createStatement()) {
            statement.executeUpdate("drop trigger audit_fixed");
            statement.executeUpdate("update audit set said = '[\"audit.by_stow\",\"4\"]'");
        }

        assertThat(people.audit().check().broken()).isPresent();
    }

    /** Sealed as boxes did that kept words alone. */
    @Test
    void linesOfAnEarlierBoxAreSaidAsTheyWereWrittenAndAreStillWhole() throws SQLException {
        var seal =
                Secrets.hash(String.join("\u001f", "", "7", "anna", "sign_in_refused", "192.0.2.1", "wrong password"));
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("people.db"));
                var statement = connection.createStatement()) {
            statement.executeUpdate("insert into audit (at, who, act, about, words, seal) values"
                    + " (7, 'anna', 'sign_in_refused', '192.0.2.1', 'wrong password', '" + seal + "')");
        }

        people.audit().record("anna", Act.SIGN_IN_REFUSED, "192.0.2.1", Sentence.of("audit.wrong_password"));

        assertThat(people.audit().check().broken()).isEmpty();
        assertThat(people.audit().entries(Long.MAX_VALUE, 10))
                .extracting(entry -> entry.words().in(Language.of("fr").orElseThrow()))
                .containsExactly("mauvais mot de passe", "wrong password");
    }

    @Test
    void severalProgramsMayWriteTheAuditAtOnce() throws InterruptedException {
        try (var other = People.open(folder.resolve("people.db"), AuditKey.open(folder.resolve("keys")), clock)) {
            var threads = IntStream.range(0, 6)
                    .mapToObj(number -> new Thread(() -> {
                        for (var i = 0; i < 20; i++) {
                            (number % 2 == 0 ? people : other).audit().record("p" + number, Act.FILM_OPENED, "");
                        }
                    }))
                    .toList();
            threads.forEach(Thread::start);
            for (var thread : threads) {
                thread.join();
            }
        }

        assertThat(people.audit().entries(Long.MAX_VALUE, 1000)).hasSize(120);
        assertThat(people.audit().check().broken()).isEmpty();
    }

    @Test
    void theLocalTokenIsNewAtEachStartAndReadableByItsUserOnly() throws IOException {
        var file = folder.resolve("local-token");
        var before = LocalToken.write(file);
        var first = LocalToken.read(file);

        var door = new FrontDoor(people, LocalToken.write(file), false);

        assertThat(before.is(first)).isTrue();
        assertThat(door.byToken(first).isNobody()).isTrue();
        assertThat(door.byToken(LocalToken.read(file)).may(Right.SEE_FILMS)).isTrue();
        assertThat(door.byToken(LocalToken.read(file)).may(Right.MANAGE_PEOPLE)).isFalse();
        assertThat(Files.getPosixFilePermissions(file).stream().map(Enum::name).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder("OWNER_READ", "OWNER_WRITE");
    }

    @Test
    void onlyOpenAccessLetsInWithoutASecret() {
        var local = LocalToken.write(folder.resolve("local-token"));

        assertThat(new FrontDoor(people, local, false).withoutSecret().rights()).isEmpty();
        assertThat(new FrontDoor(people, local, false).bySession("guessed").isNobody())
                .isTrue();
        assertThat(new FrontDoor(people, local, true).withoutSecret().rights())
                .contains(Right.SEE_FILMS)
                .doesNotContain(Right.MANAGE_PEOPLE, Right.SEE_AUDIT);
        assertThat(new FrontDoor(people, local, true).byToken("guessed").isNobody())
                .isTrue();
    }

    @Test
    void noRoleThatOnlyAdministersSeesPatients() {
        for (var role : List.of(Role.ADMIN, Role.AUDITOR, Role.RESEARCHER)) {
            assertThat(role.rights()).doesNotContain(Right.SEE_FILMS, Right.READ_FILMS, Right.EXPORT_FILMS);
        }
    }
}
