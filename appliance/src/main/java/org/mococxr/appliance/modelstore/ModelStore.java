package org.mococxr.appliance.modelstore;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mococxr.appliance.durable.DurableFile;
import org.mococxr.appliance.durable.FileDigest;
import org.mococxr.appliance.language.Sentence;
import org.mococxr.appliance.screening.CutOffs;
import org.mococxr.json.JsonDocumentException;
import org.mococxr.json.StrictJson;
import org.mococxr.modelpackage.Manifest;
import org.mococxr.modelpackage.ModelPackage;
import org.mococxr.modelpackage.ModelPackageUnreadableException;
import org.mococxr.modelpackage.TrustedKeys;
import org.mococxr.secrecy.OwnerOnly;

/**
 * The packages of one box and the choice among them. Safe for use by many threads and, where it changes something, by several
 * programs. Packages are never deleted: replaying an old result needs the model that gave it.
 */
public final class ModelStore {
    /** A lock on a file is between programs; two stores in one program would stumble over it. */
    private static final Object ONE_AT_A_TIME = new Object();

    private static final String CHOICE = "choice.json";
    private static final Duration ABANDONED_AFTER = Duration.ofHours(1);
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    /** What cannot be read may be readable again although neither its size nor its time changed. */
    private static final Duration DAMAGE_BELIEVED_FOR = Duration.ofMinutes(1);

    public static final long MOST_PACKAGE_BYTES = 512L << 20;

    private final Path folder;
    private final TrustedKeys trusted;
    private final Clock clock;
    private final Map<String, Looked> looked = new ConcurrentHashMap<>();

    private record Known(Manifest manifest, String signingKeyId) {}

    /** Tells versions of a file apart without reading it. */
    private record Stamp(long sizeBytes, FileTime changed) {}

    /** What was found in a package's file: what it says of itself, or why it cannot be used. */
    private record Looked(
            Optional<Stamp> stamp, Instant at, Optional<Known> known, Optional<PackageDamagedException> damage) {}

    private record Survey(List<InstalledModel> sound, List<DamagedPackage> damaged) {}

    private ModelStore(Path folder, TrustedKeys trusted, Clock clock) {
        this.folder = folder;
        this.trusted = trusted;
        this.clock = clock;
    }

    /** Opens or creates the folder, and removes what an interrupted installation left. */
    public static ModelStore open(Path folder, TrustedKeys trusted, Clock clock) {
        var store = new ModelStore(folder, trusted, clock);
        store.alone(() -> {
            OwnerOnly.folder(store.packages());
            OwnerOnly.folder(store.incoming());
            try (var leftovers = Files.list(store.incoming())) {
                for (var leftover : leftovers.toList()) {
                    store.removeIfAbandoned(leftover);
                }
            }
            return store;
        });
        return store;
    }

    /** Another program may be receiving a package this moment. What this program did not put there is left alone. */
    private void removeIfAbandoned(Path leftover) throws IOException {
        if (Files.isRegularFile(leftover, LinkOption.NOFOLLOW_LINKS)
                && Files.getLastModifiedTime(leftover)
                        .toInstant()
                        .isBefore(clock.instant().minus(ABANDONED_AFTER))) {
            Files.deleteIfExists(leftover);
        }
    }

    static boolean isDigest(String text) {
        return DIGEST.matcher(text).matches();
    }

    private Path packages() {
        return folder.resolve("packages");
    }

    private Path incoming() {
        return folder.resolve("incoming");
    }

    private Path file(String digest) {
        return packages().resolve(digest + ModelPackage.ENDING);
    }

    private interface Act<T> {
        T run() throws IOException;
    }

    /** Alone among the threads of this program and among programs. */
    private <T> T alone(Act<T> act) {
        synchronized (ONE_AT_A_TIME) {
            try {
                OwnerOnly.folder(folder);
                try (var channel = OwnerOnly.open(
                        folder.resolve("store.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                    channel.lock(); // released with the channel
                    return act.run();
                }
            } catch (IOException e) {
                throw new ModelRefusedException(Sentence.of("model.store_unusable", folder, e), e);
            }
        }
    }

    /** What was chosen; nothing where that cannot be read, see {@link #choiceTrouble}. */
    StoreChoice choice() {
        return choiceTrouble().isPresent() ? StoreChoice.none() : readChoice();
    }

    /** Why it is not known what was chosen. No other model may take its place by itself then. */
    public Optional<Sentence> choiceTrouble() {
        try {
            readChoice();
            return Optional.empty();
        } catch (ModelRefusedException e) {
            return Optional.of(e.sentence());
        }
    }

    /** @throws ModelRefusedException with {@link #choiceTrouble} if there is any */
    public void requireKnownChoice() {
        readChoice();
    }

    private StoreChoice readChoice() {
        var file = folder.resolve(CHOICE);
        try {
            return Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                    ? StrictJson.read(Files.readAllBytes(file), StoreChoice.class)
                    : StoreChoice.none();
        } catch (IOException | JsonDocumentException e) {
            throw new ModelRefusedException(
                    Sentence.of("model.choice_unreadable", file, String.valueOf(e.getMessage())), e);
        }
    }

    private StoreChoice change(UnaryOperator<StoreChoice> change) {
        return alone(() -> write(change.apply(readChoice())));
    }

    /** As {@link #change}; where it is not known what was chosen, a person chooses anew and the damaged document is kept beside. */
    private StoreChoice choose(UnaryOperator<StoreChoice> change) {
        return alone(() -> {
            if (choiceTrouble().isEmpty()) {
                return write(change.apply(readChoice()));
            }
            setAside(folder.resolve(CHOICE));
            return write(change.apply(begunAnew()));
        });
    }

    /** Which releases were there can be seen from the packages. */
    private StoreChoice begunAnew() {
        var choice = StoreChoice.none();
        for (var model : list()) {
            choice = choice.released(model.manifest().name(), model.manifest().release());
        }
        return choice;
    }

    /** Under a name that is free. */
    private void setAside(Path file) throws IOException {
        var name = "%s.damaged-%d".formatted(file.getFileName(), clock.millis());
        var target = folder.resolve(name);
        for (var i = 2; Files.exists(target, LinkOption.NOFOLLOW_LINKS); i++) {
            target = folder.resolve(name + "-" + i);
        }
        Files.move(file, target);
    }

    private StoreChoice write(StoreChoice changed) throws IOException {
        DurableFile.write(folder.resolve(CHOICE), StrictJson.write(changed));
        return changed;
    }

    /**
     * Verifies a package, tries it, and only then gives it its place. A power cut leaves the store as it was or with the whole
     * package in it.
     *
     * @param content read to its end or to the largest size a package may have
     * @param trial loads the model and runs its golden test where it would be used; an exception is a refusal
     * @throws ModelPackageUnreadableException if it is no package signed by a trusted key
     * @throws ModelRefusedException if it is older than one that was installed, or cannot be written
     */
    public InstalledModel install(InputStream content, Consumer<ModelPackage> trial) {
        try {
            var received = Files.createTempFile(incoming(), "package", ".tmp");
            try {
                copy(content, received);
                var model = ModelPackage.read(received, trusted);
                requireNotOlder(model);
                trial.accept(model);
                return alone(() -> {
                    var file = file(model.digest());
                    if (!holdsSound(model.digest())) {
                        if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                            setAside(file);
                        }
                        DurableFile.publish(received, file);
                        looked.remove(model.digest());
                    }
                    if (choiceTrouble().isEmpty()) {
                        write(readChoice()
                                .released(
                                        model.manifest().name(),
                                        model.manifest().release()));
                    }
                    return find(model.digest());
                });
            } finally {
                Files.deleteIfExists(received);
            }
        } catch (IOException e) {
            throw new ModelRefusedException(Sentence.of("model.not_received", folder, e), e);
        }
    }

    private static void copy(InputStream content, Path target) throws IOException {
        try (var out = Files.newOutputStream(target)) {
            var left = MOST_PACKAGE_BYTES;
            var buffer = new byte[1 << 16];
            for (var count = content.read(buffer); count >= 0; count = content.read(buffer)) {
                left -= count;
                if (left < 0) {
                    throw new ModelRefusedException(Sentence.of("model.too_large", MOST_PACKAGE_BYTES >> 20));
                }
                out.write(buffer, 0, count);
            }
        }
    }

    private void requireNotOlder(ModelPackage model) {
        var name = model.manifest().name();
        var choice = choice();
        var highest = choice.highestReleases().getOrDefault(name, 0);
        var wasHere = Files.exists(file(model.digest()), LinkOption.NOFOLLOW_LINKS) || choice.names(model.digest());
        if (model.manifest().release() < highest && !wasHere) {
            throw new ModelRefusedException(Sentence.of(
                    "model.older", model.manifest().id(), model.manifest().release(), name, highest));
        }
    }

    /** What can be used; sorted by name and release, the newest first. */
    public List<InstalledModel> list() {
        return survey().sound();
    }

    /** What cannot be used, and what is in the folder without being a package of this box. */
    public List<DamagedPackage> damaged() {
        return survey().damaged();
    }

    private Survey survey() {
        var choice = choice();
        var sound = new ArrayList<InstalledModel>();
        var damaged = new ArrayList<DamagedPackage>();
        var digests = digests(damaged);
        inRole(choice).filter(digest -> !digests.contains(digest)).forEach(digests::add);
        for (var digest : digests) {
            var found = look(digest);
            var roles = roles(digest, choice);
            found.known()
                    .ifPresent(known -> sound.add(new InstalledModel(
                            digest, known.manifest(), known.signingKeyId(), roles, choice.cutOffs(digest))));
            found.damage()
                    .ifPresent(damage -> damaged.add(
                            new DamagedPackage(file(digest), Optional.of(digest), roles, damage.sentence())));
        }
        sound.sort(
                Comparator.comparing((InstalledModel model) -> model.manifest().name())
                        .thenComparing(model -> -model.manifest().release()));
        return new Survey(sound, damaged);
    }

    /** Those that the box would miss at once. */
    private static Stream<String> inRole(StoreChoice choice) {
        return Stream.of(
                        choice.active().stream(),
                        choice.earlier().stream().limit(1),
                        choice.trial().map(StoreChoice.Trial::digest).stream())
                .flatMap(digests -> digests)
                .distinct();
    }

    private List<String> digests(List<DamagedPackage> strange) {
        var digests = new ArrayList<String>();
        try (var files = Files.list(packages())) {
            for (var file : files.sorted().toList()) {
                var name = file.getFileName().toString();
                var digest = name.endsWith(ModelPackage.ENDING)
                        ? name.substring(0, name.length() - ModelPackage.ENDING.length())
                        : "";
                if (isDigest(digest)) {
                    digests.add(digest);
                } else if (!name.endsWith(".tmp")) { // one that is being written
                    strange.add(new DamagedPackage(
                            file, Optional.empty(), List.of(), Sentence.of("model.strange_file", file)));
                }
            }
        } catch (IOException | UncheckedIOException e) {
            strange.add(new DamagedPackage(
                    packages(), Optional.empty(), List.of(), Sentence.of("model.store_unusable", packages(), e)));
        }
        return digests;
    }

    private static List<InstalledModel.Role> roles(String digest, StoreChoice choice) {
        var roles = new ArrayList<InstalledModel.Role>();
        if (choice.active().equals(Optional.of(digest))) {
            roles.add(InstalledModel.Role.ACTIVE);
        }
        if (!choice.earlier().isEmpty() && choice.earlier().get(0).equals(digest)) {
            roles.add(InstalledModel.Role.PREVIOUS);
        }
        if (choice.trial().map(StoreChoice.Trial::digest).equals(Optional.of(digest))) {
            roles.add(InstalledModel.Role.SHADOW);
        }
        return roles;
    }

    private Looked look(String digest) {
        var stamp = stamp(digest);
        var known = looked.get(digest);
        if (known != null && known.stamp().equals(stamp) && isStillBelieved(known)) {
            return known;
        }
        var found = lookAnew(digest, stamp);
        looked.put(digest, found);
        return found;
    }

    private boolean isStillBelieved(Looked known) {
        return known.damage().isEmpty() || clock.instant().isBefore(known.at().plus(DAMAGE_BELIEVED_FOR));
    }

    private Looked lookAnew(String digest, Optional<Stamp> stamp) {
        try {
            var read = read(digest);
            return new Looked(
                    stamp,
                    clock.instant(),
                    Optional.of(new Known(read.manifest(), read.signingKeyId())),
                    Optional.empty());
        } catch (PackageDamagedException e) {
            return new Looked(stamp, clock.instant(), Optional.empty(), Optional.of(e));
        }
    }

    private Optional<Stamp> stamp(String digest) {
        try {
            var file = file(digest);
            return Optional.of(new Stamp(Files.size(file), Files.getLastModifiedTime(file)));
        } catch (IOException e) {
            return Optional.empty(); // looking into it says why
        }
    }

    /** Reads every package anew at the next question, also those whose file looks as it did. */
    void lookAgain() {
        looked.clear();
    }

    /** Equal as long as neither the choice nor one of the files it names changed, as far as that shows without reading them. */
    Object version() {
        var choice = choice();
        return List.of(
                choice.active(),
                Stream.concat(choice.active().stream(), choice.earlier().stream())
                        .map(this::stamp)
                        .toList());
    }

    /**
     * @param name a package's digest, the first six or more digits of it, or its id
     * @throws ModelUnknownException if none or several have it
     * @throws PackageDamagedException if it is the digest of one that cannot be used
     */
    public InstalledModel find(String name) {
        var survey = survey();
        var found =
                survey.sound().stream().filter(model -> isNamed(model, name)).toList();
        if (found.size() == 1) {
            return found.get(0);
        }
        if (found.isEmpty() && name.length() >= 6) {
            survey.damaged().stream()
                    .filter(model -> model.digest()
                            .filter(digest -> digest.startsWith(name))
                            .isPresent())
                    .findFirst()
                    .ifPresent(model -> {
                        throw new PackageDamagedException(model.words(), null);
                    });
        }
        throw new ModelUnknownException(Sentence.of(
                found.isEmpty() ? "model.unknown" : "model.several",
                name,
                survey.sound().stream().map(model -> model.manifest().id()).toList()));
    }

    private static boolean isNamed(InstalledModel model, String name) {
        return model.manifest().id().equals(name)
                || (name.length() >= 6 && model.digest().startsWith(name));
    }

    /**
     * Reads and verifies a package again.
     *
     * @throws ModelUnknownException if it was never installed here
     * @throws PackageDamagedException if the disk damaged or lost it, or its key is not trusted any more
     */
    public ModelPackage read(String digest) {
        if (!isDigest(digest) || (Files.notExists(file(digest)) && !choice().names(digest))) {
            throw new ModelUnknownException(Sentence.of("model.not_installed", digest));
        }
        var file = file(digest);
        if (!Files.isRegularFile(file)) {
            throw damaged(file, Sentence.of("model.file_gone"), null);
        }
        try {
            var model = ModelPackage.read(file, trusted);
            if (!model.digest().equals(digest)) {
                throw damaged(file, Sentence.of("model.another_in_file", file, model.digest()), null);
            }
            return model;
        } catch (ModelPackageUnreadableException e) {
            throw damaged(file, Sentence.of(e), e);
        }
    }

    private static PackageDamagedException damaged(Path file, Sentence found, @Nullable Throwable cause) {
        return new PackageDamagedException(Sentence.of("model.damaged", file, found), cause);
    }

    /** Whether this package lies here with the very bytes that were verified when it was installed. */
    public boolean holdsSound(String digest) {
        var file = file(digest);
        try {
            return Files.isRegularFile(file) && FileDigest.of(file).equals(digest);
        } catch (IOException e) {
            return false; // installing it again puts sound bytes in its place
        }
    }

    /** Whether an installed package has so many bytes. */
    boolean holdsSize(long sizeBytes) throws IOException {
        try (var files = Files.list(packages())) {
            for (var file : files.toList()) {
                if (Files.isRegularFile(file) && Files.size(file) == sizeBytes) {
                    return true;
                }
            }
            return false;
        }
    }

    public Optional<String> active() {
        return choice().active();
    }

    public CutOffs cutOffs(String digest) {
        return choice().cutOffs(digest);
    }

    /** The active model becomes the previous one. A running box loads it, repeats the golden test, and only then switches. */
    public InstalledModel activate(String name) {
        var digest = find(name).digest();
        read(digest); // what was damaged since it was last looked at must not become the choice
        choose(choice -> choice.active().equals(Optional.of(digest)) ? choice : choice.activate(digest));
        return find(digest);
    }

    /** @return the model that is active now */
    public InstalledModel rollBack() {
        change(choice -> {
            if (choice.earlier().isEmpty()) {
                throw new ModelRefusedException(Sentence.of("model.no_earlier"));
            }
            read(choice.earlier().get(0));
            return choice.rollBack();
        });
        return find(active().orElseThrow());
    }

    /** What was active before may be active again; the latest first. */
    List<String> earlier() {
        return choice().earlier();
    }

    /** The box itself left the ones that were active since. */
    void backTo(String digest) {
        change(choice -> choice.backTo(digest));
    }

    /** Lets a model see every film that comes from now on, without being shown. */
    public InstalledModel tryOut(String name) {
        var model = find(name);
        if (choice().active().equals(Optional.of(model.digest()))) {
            throw new ModelRefusedException(
                    Sentence.of("model.is_in_use", model.manifest().id()));
        }
        change(choice -> choice.tryOut(Optional.of(
                new StoreChoice.Trial(model.digest(), clock.instant().toString()))));
        return find(model.digest());
    }

    public void endTrial() {
        change(choice -> choice.tryOut(Optional.empty()));
    }

    /** When the trial of this model began. */
    Optional<Instant> triedSince(String digest) {
        return choice().trial()
                .filter(trial -> trial.digest().equals(digest))
                .map(trial -> Instant.parse(trial.since()));
    }

    /**
     * Chooses which operating points decide.
     *
     * @throws org.mococxr.appliance.screening.CutOffRefusedException if they do not fit their package
     */
    public InstalledModel decideBy(CutOffs cutOffs) {
        cutOffs.rules(read(cutOffs.modelDigest()));
        change(choice -> choice.decideBy(cutOffs));
        return find(cutOffs.modelDigest());
    }
}
