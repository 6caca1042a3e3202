package org.mococxr.appliance.people;

import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.mococxr.appliance.journal.JournalFile;
import org.mococxr.appliance.journal.Schema;
import org.mococxr.appliance.language.Sentence;

/**
 * The people of one box. Every change is audited in the transaction that makes it. Safe for use by many threads and programs.
 */
public final class People implements AutoCloseable {
    private static final Schema SCHEMA =
            new Schema(People.class, List.of("001-people.sql", "002-sentences.sql", "003-guesses.sql"));
    private static final int STARTING_PASSWORD_GROUPS = 4;

    private final JournalFile file;
    private final Clock clock;
    private final Sessions sessions;
    private final Tokens tokens;
    private final Audit audit;
    private final Reads reads;

    private People(JournalFile file, AuditKey key, Clock clock) {
        this.file = file;
        this.clock = clock;
        this.audit = new Audit(file, key, clock);
        this.sessions = new Sessions(file, audit, clock);
        this.tokens = new Tokens(file, audit, clock);
        this.reads = new Reads(audit, clock);
    }

    /**
     * Opens or creates the file; several programs may have it open.
     *
     * @param key seals the audit
     */
    public static People open(Path file, AuditKey key, Clock clock) {
        var people = new People(JournalFile.open(file, SCHEMA), key, clock);
        people.audit.anchor();
        return people;
    }

    /** Looks into the file of a box that may be running; changes nothing. */
    public static People openToRead(Path file, AuditKey key, Clock clock) {
        return new People(JournalFile.openToRead(file, SCHEMA), key, clock);
    }

    /**
     * Makes the file of a restored box safe to use: nobody is signed in and no token is good, and the audit says so.
     *
     * @param madeAt when the backup was made
     * @return who is in it
     */
    public static List<Person> restored(Path file, AuditKey key, Clock clock, String madeAt) {
        try (var people = new People(JournalFile.open(file, SCHEMA), key, clock)) {
            var ended = people.file.write(handle -> {
                var now = clock.millis();
                return handle.execute("update session set ended_at = ? where ended_at is null", now)
                        + handle.execute("update token set revoked_at = ? where revoked_at is null", now);
            });
            people.audit.restored(Sentence.of("audit.restored", madeAt, ended));
            return people.all();
        }
    }

    public Sessions sessions() {
        return sessions;
    }

    public Tokens tokens() {
        return tokens;
    }

    public Audit audit() {
        return audit;
    }

    /** Who looked at what, on its way into the audit. */
    public Reads reads() {
        return reads;
    }

    /** Whether nobody has an account yet. */
    public boolean isEmpty() {
        return file.read(handle -> handle.createQuery("select count(*) from person")
                        .mapTo(Integer.class)
                        .one()
                == 0);
    }

    public List<Person> all() {
        return file.read(handle -> handle.createQuery("select * from person order by name")
                .map((row, context) -> person(row))
                .list());
    }

    public Optional<Person> named(String name) {
        return file.read(handle -> find(handle, name));
    }

    private static Optional<Person> find(Handle handle, String name) {
        return handle.createQuery("select * from person where name = :name")
                .bind("name", name)
                .map((row, context) -> person(row))
                .findOne();
    }

    static Person person(ResultSet row) throws SQLException {
        return new Person(
                row.getLong("id"),
                row.getString("name"),
                List.of(row.getString("roles").split(",")).stream()
                        .flatMap(code -> Role.named(code).stream())
                        .collect(Collectors.toSet()),
                row.getBoolean("starting_password"),
                row.getBoolean("disabled"),
                Instant.ofEpochMilli(row.getLong("locked_until")),
                Instant.ofEpochMilli(row.getLong("created_at")));
    }

    /**
     * The first person, who set the box up with its code.
     *
     * @throws NotAllowedException if there are people already, or name or password break a rule
     */
    public void setUp(String name, String password, Collection<Role> roles) {
        var hash = Passwords.hashOfNew(Person.requireName(name), password);
        file.write(handle -> {
            if (handle.createQuery("select count(*) from person")
                            .mapTo(Integer.class)
                            .one()
                    > 0) {
                throw new NotAllowedException(Sentence.of("rule.set_up_already"));
            }
            insert(handle, name, hash, roles, false);
            return audit.record(handle, clock.instant(), name, Act.SET_UP, name, inWords(roles));
        });
    }

    /**
     * @param who does it
     * @return a starting password, shown once, to be changed at the first sign-in
     * @throws NotAllowedException if the name is taken or no name, or there is no role
     */
    public String add(String who, String name, Collection<Role> roles) {
        var password = Secrets.code(STARTING_PASSWORD_GROUPS);
        var hash = Passwords.hash(password);
        Person.requireName(name);
        file.write(handle -> {
            if (find(handle, name).isPresent()) {
                throw new NotAllowedException(Sentence.of("rule.name_taken", name));
            }
            insert(handle, name, hash, roles, true);
            return audit.record(handle, clock.instant(), who, Act.PERSON_ADDED, name, inWords(roles));
        });
        return password;
    }

    private void insert(Handle handle, String name, String hash, Collection<Role> roles, boolean starting) {
        handle.execute(
                "insert into person (name, password, roles, starting_password, created_at) values (?, ?, ?, ?, ?)",
                name,
                hash,
                codes(requireSome(roles)),
                starting,
                clock.millis());
    }

    private static Collection<Role> requireSome(Collection<Role> roles) {
        if (roles.isEmpty()) {
            throw new NotAllowedException(Sentence.of("rule.no_role"));
        }
        return roles;
    }

    private static Sentence inWords(Collection<Role> roles) {
        return Sentence.list(roles.stream()
                .distinct()
                .sorted()
                .map(role -> Sentence.of("role." + role.code()))
                .toList());
    }

    private static String codes(Collection<Role> roles) {
        return roles.stream().map(Role::code).distinct().sorted().collect(Collectors.joining(","));
    }

    public void changeRoles(String who, String name, Collection<Role> roles) {
        change(who, name, Act.ROLES_CHANGED, inWords(requireSome(roles)), (handle, person) -> {
            requireAnotherAdmin(handle, person, roles.contains(Role.ADMIN));
            handle.execute("update person set roles = ? where id = ?", codes(roles), person.id());
        });
    }

    /** Ends the person's sessions too. */
    public void disable(String who, String name) {
        change(who, name, Act.PERSON_DISABLED, Sentence.quoted(""), (handle, person) -> {
            requireAnotherAdmin(handle, person, false);
            handle.execute("update person set disabled = 1 where id = ?", person.id());
            sessions.endAllOf(handle, person.id());
        });
    }

    public void enable(String who, String name) {
        change(
                who,
                name,
                Act.PERSON_ENABLED,
                Sentence.quoted(""),
                (handle, person) -> handle.execute("update person set disabled = 0 where id = ?", person.id()));
    }

    /** Also ends a lock-out and the person's sessions. @return a starting password, shown once */
    public String resetPassword(String who, String name) {
        var password = Secrets.code(STARTING_PASSWORD_GROUPS);
        var hash = Passwords.hash(password);
        change(who, name, Act.PASSWORD_RESET, Sentence.quoted(""), (handle, person) -> {
            handle.execute(
                    "update person set password = ?, starting_password = 1, locked_until = 0 where id = ?",
                    hash,
                    person.id());
            Guesses.forget(handle, person.name());
            sessions.endAllOf(handle, person.id());
        });
        return password;
    }

    /** Nobody may lock everybody out of the rights over people. */
    private static void requireAnotherAdmin(Handle handle, Person person, boolean staysAdmin) {
        var others = handle.createQuery(
                        "select count(*) from person where disabled = 0 and id <> :id and ',' || roles || ',' like '%,admin,%'")
                .bind("id", person.id())
                .mapTo(Integer.class)
                .one();
        if (!staysAdmin && others == 0 && person.roles().contains(Role.ADMIN)) {
            throw new NotAllowedException(Sentence.of("rule.only_admin", person.name()));
        }
    }

    /**
     * Ends what a clock that was ahead drew out: sessions that began in the future end, tokens live as long as they were given, lock-outs
     * are as long as the longest.
     *
     * @return how many there were
     */
    public int limitTimes() {
        return file.write(handle -> {
            var now = clock.instant();
            return sessions.endFuture(handle, now) + Tokens.limit(handle, now) + Guesses.limit(handle, now);
        });
    }

    /** Something about one person that is done in a transaction. */
    private interface Change {
        void apply(Handle handle, Person person);
    }

    private void change(String who, String name, Act act, Sentence words, Change change) {
        file.write(handle -> {
            var person =
                    find(handle, name).orElseThrow(() -> new NotAllowedException(Sentence.of("rule.no_person", name)));
            change.apply(handle, person);
            return audit.record(handle, clock.instant(), who, act, person.name(), words);
        });
    }

    /** Ends the person's other sessions. */
    public void changeOwnPassword(Sessions.Open session, String present, String wanted) {
        var person = session.person();
        var place = Guesses.Place.ofSession(session.sessionId());
        var guess = file.write(handle -> Guesses.count(handle, clock.instant(), place));
        if (guess.turnedAway()) {
            throw new NotAllowedException(
                    Sentence.of("sign_in.locked", guess.until().orElseThrow()));
        }
        if (!Passwords.matches(present, password(person))) {
            throw new NotAllowedException(Sentence.of("rule.present_password"));
        }
        file.write(handle -> {
            Guesses.right(handle, place);
            return place;
        });
        if (Secrets.same(present, wanted)) {
            throw new NotAllowedException(Sentence.of("rule.same_password"));
        }
        var hash = Passwords.hashOfNew(person.name(), wanted);
        change(person.name(), person.name(), Act.PASSWORD_CHANGED, Sentence.quoted(""), (handle, found) -> {
            handle.execute("update person set password = ?, starting_password = 0 where id = ?", hash, found.id());
            handle.execute(
                    "update session set ended_at = ? where person_id = ? and id <> ? and ended_at is null",
                    clock.millis(),
                    found.id(),
                    session.sessionId());
        });
    }

    private String password(Person person) {
        return file.read(handle -> handle.createQuery("select password from person where id = :id")
                .bind("id", person.id())
                .mapTo(String.class)
                .one());
    }

    /**
     * After five wrong passwords in a row further tries are turned away for a minute, then for twice as long after each further
     * one, up to half an hour, right password or not; where from, {@link Guesses} says. A name that nobody has is answered like
     * any other.
     */
    public SignIn signIn(String name, String password, String address, String browser) {
        var person = named(name).filter(found -> !found.disabled());
        var place = Guesses.Place.of(
                name,
                address,
                person.filter(found -> sessions.began(found, address)).isPresent());
        var guess = file.write(handle -> Guesses.count(handle, clock.instant(), place));
        if (guess.turnedAway()) {
            return new SignIn.Locked(guess.until().orElseThrow());
        }
        if (person.isEmpty()) {
            Passwords.pretend(password);
            audit.record(Visitor.SOMEBODY, Act.SIGN_IN_REFUSED, address, Sentence.of("audit.no_account"));
            return guess.until().<SignIn>map(SignIn.Locked::new).orElseGet(SignIn.Wrong::new);
        }
        return Passwords.matches(password, password(person.get()))
                ? letIn(person.get(), place, address, browser)
                : turnAway(person.get(), guess, address);
    }

    private SignIn letIn(Person person, Guesses.Place place, String address, String browser) {
        return file.write(handle -> {
            var now = clock.instant();
            Guesses.right(handle, place);
            handle.execute("update person set locked_until = 0 where id = ?", person.id());
            var token = Sessions.begin(handle, now, person.id(), address, browser);
            audit.record(handle, now, person.name(), Act.SIGNED_IN, address, Sentence.quoted(""));
            return new SignIn.In(person, token);
        });
    }

    private SignIn turnAway(Person person, Guesses.Try guess, String address) {
        return file.write(handle -> {
            var now = clock.instant();
            audit.record(handle, now, person.name(), Act.SIGN_IN_REFUSED, address, Sentence.of("audit.wrong_password"));
            if (guess.until().isEmpty()) {
                return new SignIn.Wrong();
            }
            var until = guess.until().get();
            handle.execute("update person set locked_until = ? where id = ?", until.toEpochMilli(), person.id());
            audit.record(handle, now, person.name(), Act.LOCKED_OUT, address, Sentence.of("audit.until", until));
            return new SignIn.Locked(until);
        });
    }

    @Override
    public void close() {
        try {
            reads.close();
            audit.anchor();
        } finally {
            file.close();
        }
    }
}
