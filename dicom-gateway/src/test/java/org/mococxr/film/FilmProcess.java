package org.mococxr.film;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/** Workers that read films in a process of its own, with the heap of the box. Prints a line for each film: its size, or what went wrong. */
public final class FilmProcess {
    private FilmProcess() {}

    public static void main(String[] args) throws InterruptedException {
        var workers = Executors.newFixedThreadPool(2);
        var memory = new PixelMemory(2);
        var films = new ArrayList<Callable<String>>();
        for (var file : args) {
            films.add(() -> read(Path.of(file), memory));
        }
        for (var outcome : workers.invokeAll(films)) {
            try {
                System.out.println(outcome.get());
            } catch (ExecutionException e) {
                System.out.println(e.getCause());
            }
        }
        workers.shutdown();
    }

    private static String read(Path file, PixelMemory memory) {
        try {
            return FilmReader.lend(
                    file,
                    GreyRecipe.DISPLAY,
                    memory,
                    film -> film.radiograph().columns() + " x "
                            + film.radiograph().rows());
        } catch (FilmUnreadableException e) {
            return e.reason().name();
        }
    }

    /** What the two workers of a box made of the films. */
    static List<String> read(List<Path> files) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx768m",
                "-Xmn112m",
                "-XX:+UseSerialGC",
                "-Djava.awt.headless=true",
                "-cp",
                System.getProperty("java.class.path"),
                FilmProcess.class.getName()));
        files.forEach(file -> command.add(file.toString()));
        var process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }
}
