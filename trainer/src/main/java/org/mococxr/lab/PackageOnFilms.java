package org.mococxr.lab;

import java.nio.file.Path;
import java.util.List;
import org.mococxr.filmlist.FilmListReader;
import org.mococxr.filmlist.ListedFilm;
import org.mococxr.modelpackage.ModelPackage;
import picocli.CommandLine.Option;

/** A finished model, and the films that it is asked about. */
final class PackageOnFilms {
    @Option(
            names = "--model",
            required = true,
            paramLabel = "FILE" + ModelPackage.ENDING,
            description = "The package; everything but its signature is checked.")
    private Path model = Path.of("");

    @Option(
            names = "--films",
            required = true,
            paramLabel = "LIST.csv",
            description = "Film list; give it several times for several lists.")
    private List<Path> lists = List.of();

    @Option(
            names = "--root",
            paramLabel = "DIR",
            description = "Folder that relative file names start from (default: each list's own).")
    private List<Path> roots = List.of();

    ModelPackage model() {
        return ModelPackage.readWithoutTrust(model);
    }

    List<ListedFilm> films() {
        return FilmListReader.read(lists, roots).stream()
                .flatMap(list -> list.films().stream())
                .toList();
    }
}
