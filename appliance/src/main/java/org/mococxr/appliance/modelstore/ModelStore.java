package org.mococxr.appliance.modelstore;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
import org.mococxr.appliance.durable.DurableFile;
import org.mococxr.appliance.language.Sentence;
import org.mococxr.appliance.screening.CutOffs;
import org.mococxr.json.JsonDocumentException;
import org.mococxr.json.StrictJson;
import org.mococxr.modelpackage.Manifest;
import org.mococxr.modelpackage.ModelPackage;
import org.mococxr.modelpackage.ModelPackageUnreadableException;
import org.mococxr.modelpackage.TrustedKeys;

/**
 * The packages of one box and the choice among them. Safe for use by many threads and, where it changes something, by several
 * programs. Packages are never deleted: replaying an old result needs the model that gave it.
 */
public final class ModelStore {
    /** A lock on a file is between programs; two stores in one program would stumble over it. */
    private static final Object ONE_AT_A_TIME = new Object();

    private static final String CHOICE = "choice.json";
    private static final Duration ABANDONED_AFTER = Duration.ofHours(1);
    public static final long MOST_PACKAGE_BYTES = 512L << 20;

    private final Path folder;
    private final TrustedKeys trusted;
    private final Clock clock;
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    private record Known(Manifest manifest, String signingKeyId) {}

    private ModelStore(Path folder, TrustedKeys trusted, Clock clock) {
        this.folder = folder;
        this.trusted = trusted;
        this.clock = clock;
    }

    /** Opens or creates the folder, and removes what an interrupted installation left. */
    public static ModelStore open(Path folder, TrustedKeys trusted, Clock clock) {
        var store = new ModelStore(folder, trusted, clock);
        store.alone(() -> {
            Files.createDirectories(store.packages());
            Files.createDirectories(store.incoming());
            try (var leftovers = Files.list(store.incoming())) {
                for (var leftover : leftovers.toList()) {
                    store.removeIfAbandoned(leftover);
                }
            }
            return store;
        });
        return store;
    }

    /** Another program may be receiving a package this moment. */
    private void removeIfAbandoned(Path leftover) throws IOException {
        var touched = Files.getLastModifiedTime(leftover).toInstant();
        if (touched.isBefore(clock.instant().minus(ABANDONED_AFTER))) {
            Files.delete(leftover);
        }
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
                Files.createDirectories(folder);
                try (var channel = FileChannel.open(
                        folder.resolve("store.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                    channel.lock(); // released with the channel
                    return act.run();
                }
            } catch (IOException e) {
                throw new ModelRefusedException(Sentence.of("model.store_unusable", folder, e), e);
            }
        }
    }

    StoreChoice choice() {
        var file = folder.resolve(CHOICE);
        try {
            return Files.exists(file)
                    ? StrictJson.read(Files.readAllBytes(file), StoreChoice.class)
                    : StoreChoice.none();
        } catch (IOException | JsonDocumentException e) {
            throw new ModelRefusedException(
                    Sentence.of("model.choice_unreadable", file, String.valueOf(e.getMessage())), e);
        }
    }

    private StoreChoice change(UnaryOperator<StoreChoice> change) {
        return alone(() -> write(change.apply(choice())));
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
                    if (Files.notExists(file(model.digest()))) {
                        DurableFile.publish(received, file(model.digest()));
                    }
                    write(choice().released(
                                    model.manifest().name(), model.manifest().release()));
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
        var highest = choice().highestReleases().getOrDefault(name, 0);
        if (model.manifest().release() < highest && Files.notExists(file(model.digest()))) {
            throw new ModelRefusedException(Sentence.of(
                    "model.older", model.manifest().id(), model.manifest().release(), name, highest));
        }
    }

    /** Sorted by name and release, the newest first. */
    public List<InstalledModel> list() {
        var choice = choice();
        try (var files = Files.list(packages())) {
            var models = new ArrayList<InstalledModel>();
            for (var file : files.sorted().toList()) {
                models.add(installed(digestOf(file), choice));
            }
            models.sort(Comparator.comparing(
                            (InstalledModel model) -> model.manifest().name())
                    .thenComparing(model -> -model.manifest().release()));
            return models;
        } catch (IOException e) {
            throw new ModelRefusedException(Sentence.of("model.store_unusable", folder, e), e);
        }
    }

    private static String digestOf(Path file) {
        var name = file.getFileName().toString();
        return name.substring(0, name.length() - ModelPackage.ENDING.length());
    }

    private InstalledModel installed(String digest, StoreChoice choice) {
        var model = known.computeIfAbsent(digest, key -> {
            var read = read(key);
            return new Known(read.manifest(), read.signingKeyId());
        });
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
        return new InstalledModel(digest, model.manifest(), model.signingKeyId(), roles, choice.cutOffs(digest));
    }

    /**
     * @param name a package's digest, the first six or more digits of it, or its id
     * @throws ModelUnknownException if none or several have it
     */
    public InstalledModel find(String name) {
        var found = list().stream().filter(model -> isNamed(model, name)).toList();
        if (found.size() != 1) {
            throw new ModelUnknownException(Sentence.of(
                    found.isEmpty() ? "model.unknown" : "model.several",
                    name,
                    list().stream().map(model -> model.manifest().id()).toList()));
        }
        return found.get(0);
    }

    private static boolean isNamed(InstalledModel model, String name) {
        return model.manifest().id().equals(name)
                || (name.length() >= 6 && model.digest().startsWith(name));
    }

    /**
     * Reads and verifies a package again.
     *
     * @throws ModelUnknownException if it was never installed here
     * @throws ModelPackageUnreadableException if the disk damaged it
     */
    public ModelPackage read(String digest) {
        var file = file(digest);
        if (!digest.matches("[0-9a-f]{64}") || Files.notExists(file)) {
            throw new ModelUnknownException(Sentence.of("model.not_installed", digest));
        }
        var model = ModelPackage.read(file, trusted);
        if (!model.digest().equals(digest)) {
            throw new ModelRefusedException(Sentence.of("model.another_in_file", file, model.digest()));
        }
        return model;
    }

    /** Whether this package is installed. */
    public boolean holds(String digest) {
        return Files.exists(file(digest));
    }

    /** Whether an installed package has so many bytes. */
    boolean holdsSize(long sizeBytes) throws IOException {
        try (var files = Files.list(packages())) {
            for (var file : files.toList()) {
                if (Files.size(file) == sizeBytes) {
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
        var model = find(name);
        change(choice ->
                choice.active().equals(Optional.of(model.digest())) ? choice : choice.activate(model.digest()));
        return find(model.digest());
    }

    /** @return the model that is active now */
    public InstalledModel rollBack() {
        var changed = change(choice -> {
            if (choice.earlier().isEmpty()) {
                throw new ModelRefusedException(Sentence.of("model.no_earlier"));
            }
            return choice.rollBack();
        });
        return find(changed.active().orElseThrow());
    }

    boolean canRollBack() {
        return !choice().earlier().isEmpty();
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
