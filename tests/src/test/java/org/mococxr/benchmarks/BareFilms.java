package org.mococxr.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.mococxr.film.FilmPreparation;
import org.mococxr.film.FilmReader;
import org.mococxr.film.GreyRecipe;
import org.mococxr.film.PixelMemory;
import org.mococxr.inference.Engine;
import org.mococxr.inference.EngineSettings;
import org.mococxr.inference.Outputs;
import org.mococxr.inference.ProviderChoice;
import org.mococxr.modelpackage.ModelPackage;
import org.mococxr.modelpackage.TrustedKeys;
import org.mococxr.workbench.Program;

/**
 * The bare sum: each core reads, prepares and runs one film after another, with nothing around it, in a Java machine set up as the box's
 * is. The files are the same few again and again, so that they come from memory.
 */
final class BareFilms {
    private BareFilms() {}

    /** In a process of its own. */
    static Rate measure(List<Path> files, int warmUp, int films) {
        var arguments = Stream.concat(
                        Stream.of(String.valueOf(warmUp), String.valueOf(films)),
                        files.stream().map(Path::toString))
                .toList();
        try (var program = Program.asLaunched("cxr-box", BareFilms.class, arguments)) {
            return Rate.parse(program.end().expectSuccess().said());
        }
    }

    /** {@code WARM-UP FILMS FILE...} */
    public static void main(String[] args) throws Exception {
        var warmUp = Integer.parseInt(args[0]);
        var films = Integer.parseInt(args[1]);
        var files = Arrays.stream(args).skip(2).map(Path::of).toList();
        var cores = Runtime.getRuntime().availableProcessors();
        var read = ModelPackage.read(ShippedModel.PACKAGE, TrustedKeys.read(List.of(ShippedModel.KEYS)));
        var threads = Executors.newFixedThreadPool(cores);
        try (var engine = read.open(new EngineSettings(ProviderChoice.CPU, 1, cores))) {
            var preparation = new FilmPreparation(read.manifest().input().sizePixels());
            var memory = new PixelMemory(cores);
            var work = new ArrayList<Future<?>>();
            for (var i = 0; i < warmUp + films; i++) {
                var file = files.get(i % files.size());
                work.add(threads.submit(() -> run(file, memory, preparation, engine)));
            }
            for (var film : work.subList(0, warmUp)) {
                film.get();
            }
            var self = ProcessHandle.current().pid();
            var began = Mark.of(self);
            for (var film : work) {
                film.get();
            }
            System.out.println(began.until(Mark.of(self), films));
        } finally {
            threads.shutdownNow();
        }
    }

    private static Outputs run(Path file, PixelMemory memory, FilmPreparation preparation, Engine engine) {
        return FilmReader.lend(
                file, GreyRecipe.DISPLAY, memory, film -> engine.run(preparation.prepare(film.radiograph())));
    }
}
