package org.mococxr.appliance.batch;

import java.nio.file.Path;
import java.util.List;

/** How many files a run will see. */
public final class FilmCount {
    private FilmCount() {}

    /** @param csv the table, which is not counted */
    public static long of(List<Path> named, Path csv) {
        return FilmFiles.count(named, csv);
    }
}
