package org.mococxr.appliance.screening;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.mococxr.appliance.language.Sentence;
import org.mococxr.modelpackage.ModelPackage;
import org.mococxr.modelpackage.TrustedKeys;

/**
 * Which model package a box runs and whose signature it believes.
 *
 * @param model a package, or empty for the highest release in {@code shippedModels} of the one model that {@link #DEFAULT_NAME} names
 * @param trusted further public keys, or folders of them
 * @param shippedModels folder of the packages and public keys that come with the box, if there is one
 */
public record ModelChoice(Optional<Path> model, List<Path> trusted, Optional<Path> shippedModels) {
    /** File in the folder of shipped models: the name of the model to use where several came, such as one for weak boxes. */
    public static final String DEFAULT_NAME = "default-model";

    private static final String PUBLIC_KEY = ".public.pem";

    public ModelChoice {
        trusted = List.copyOf(trusted);
    }

    /** A package that was read and verified, and where it lies. */
    public record Chosen(Path file, ModelPackage model) {}

    /** Reads and verifies the package. */
    public ModelPackage read() {
        return choose().model();
    }

    /**
     * The package itself; where none was named, the highest release of the default model among those that came with the box.
     * Each package is read and verified once.
     */
    public Chosen choose() {
        if (model.isPresent()) {
            return read(model.get(), trustedKeys());
        }
        var files = shippedPackages();
        if (files.isEmpty()) {
            throw new ModelNotUsableException(
                    Sentence.quoted("there is no model package (*%s) in %s; name one with --model PACKAGE"
                            .formatted(ModelPackage.ENDING, shippedWords())));
        }
        var keys = trustedKeys();
        return highestRelease(files.stream().map(file -> read(file, keys)).toList());
    }

    private static Chosen read(Path file, TrustedKeys keys) {
        return new Chosen(file, ModelPackage.read(file, keys));
    }

    /** A broken package among the shipped ones was refused, not skipped: a box must not fall back without a word. */
    private Chosen highestRelease(List<Chosen> candidates) {
        var names = candidates.stream().map(ModelChoice::name).distinct().toList();
        var wanted = names.size() == 1 ? names.get(0) : defaultName(names);
        return candidates.stream()
                .filter(candidate -> name(candidate).equals(wanted))
                .max(Comparator.comparingInt(
                        candidate -> candidate.model().manifest().release()))
                .orElseThrow(() -> new ModelNotUsableException(Sentence.quoted(
                        "%s in %s names the model \"%s\", and there are %s; name a package with --model PACKAGE"
                                .formatted(DEFAULT_NAME, shippedWords(), wanted, names))));
    }

    private static String name(Chosen candidate) {
        return candidate.model().manifest().name();
    }

    private String defaultName(List<String> names) {
        var file = shippedModels.orElseThrow().resolve(DEFAULT_NAME);
        if (!Files.exists(file)) {
            throw new ModelNotUsableException(Sentence.quoted(
                    "there are packages of several models in %s, %s, and no file %s that names one of them; name a package with --model PACKAGE"
                            .formatted(shippedWords(), names, DEFAULT_NAME)));
        }
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new ModelNotUsableException(Sentence.quoted("cannot read %s: %s".formatted(file, e)), e);
        }
    }

    /** Packages that came with the box. */
    public List<Path> shippedPackages() {
        return shipped(ModelPackage.ENDING);
    }

    public TrustedKeys trustedKeys() {
        var places = new ArrayList<>(trusted);
        places.addAll(shipped(PUBLIC_KEY));
        if (places.isEmpty()) {
            throw new ModelNotUsableException(
                    Sentence.quoted("there is no trusted key (*%s) in %s; name one with --trust KEY"
                            .formatted(PUBLIC_KEY, shippedWords())));
        }
        return TrustedKeys.read(places);
    }

    private List<Path> shipped(String ending) {
        if (shippedModels.isEmpty() || !Files.isDirectory(shippedModels.get())) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(shippedModels.get())) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new ModelNotUsableException(Sentence.quoted("cannot list the models in " + shippedWords()), e);
        }
    }

    private String shippedWords() {
        return shippedModels.map(Path::toString).orElse("this installation (no folder of models is set)");
    }
}
