package org.mococxr.workbench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.mococxr.lab.LabMain;

/**
 * A signed model package that {@code cxr-lab} made from drawn films, step by step as its help says. It has seen too little to
 * be good; it is real in every other way.
 *
 * @param exportSaid what the export told the person in the lab
 */
public record TrainedModel(Path modelPackage, Path trustedKey, String exportSaid) {
    private static final class Shared {
        static final TrainedModel ONLY = make(untilTheEndOfTheTests());
    }

    /** Made once per test run, for tests that need a model but do not ask where it came from. */
    public static TrainedModel shared() {
        return Shared.ONLY;
    }

    public static TrainedModel make(Path folder) {
        var phantoms = folder.resolve("phantoms");
        var films = phantoms.resolve("films.csv").toString();
        var pretrained = folder.resolve("pretrained").toString();
        var finetuned = folder.resolve("finetuned").toString();
        var keys = folder.resolve("keys");
        var modelPackage = folder.resolve("journey.cxrmodel");
        lab("phantom --train 32 --val 24 --test 4 --side 192 --out", phantoms.toString());
        lab("pretrain --size 64 --batch 8 --epochs 1 --device cpu --films", films, "--out", pretrained);
        lab("finetune --epochs 2 --batch 8 --device cpu --films", films, "--from", pretrained, "--out", finetuned);
        var inputCheck = folder.resolve("input-check").toString();
        lab("input-check --films", films, "--checkpoint", finetuned, "--out", inputCheck);
        lab("keygen --name journey --out", keys.toString());
        var exported = lab(
                "export --name journey --licence phantom-north=drawn --licence phantom-south=drawn --checkpoint",
                finetuned,
                "--input-check",
                inputCheck,
                "--key",
                keys.resolve("journey.private.pem").toString(),
                "--out",
                modelPackage.toString());
        return new TrainedModel(modelPackage, keys.resolve("journey.public.pem"), exported);
    }

    /** @param words what holds no path, and therefore no blank of its own */
    private static String lab(String words, String... more) {
        var arguments = Arguments.of(words, more);
        return Program.ours(LabMain.class, arguments).end().expectSuccess().said();
    }

    private static Path untilTheEndOfTheTests() {
        try {
            var folder = Files.createTempDirectory("trained-model-");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(folder), "remove the shared model"));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException("there is no room for the tests' model", e);
        }
    }

    private static void remove(Path folder) {
        try (var inside = Files.walk(folder)) {
            List<Path> deepestFirst = inside.sorted(Comparator.reverseOrder()).toList();
            for (var path : deepestFirst) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove the tests' model", e);
        }
    }
}
