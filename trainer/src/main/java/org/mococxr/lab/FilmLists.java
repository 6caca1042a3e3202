package org.mococxr.lab;

import java.nio.file.Path;
import java.util.List;
import org.mococxr.filmlist.FilmList;
import org.mococxr.filmlist.FilmListReader;
import picocli.CommandLine.Option;

/** Which films a command is about. */
final class FilmLists {
    @Option(
            names = "--films",
            required = true,
            paramLabel = "LIST.csv",
            description =
                    "Film list; give it several times for several lists. Columns: file, patient, study, view, age, sex, source, split and one per finding.")
    private List<Path> lists = List.of();

    @Option(
            names = "--root",
            paramLabel = "DIR",
            description =
                    "Folder that relative file names start from (default: each list's own). Once for all lists, or once for each, in order.")
    private List<Path> roots = List.of();

    List<FilmList> read() {
        return FilmListReader.read(lists, roots);
    }
}
