package org.mococxr.appliance.delivery;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.mococxr.report.FilmPrint;

/**
 * Keeps small pictures of the films scored last, so that a film is not read and decoded a second time for its report. Only a
 * shortcut: a picture that is not here is made again from the stored film, and is the same. Safe for use by many threads.
 */
public final class FilmPrints {
    private static final int MOST = 48;

    private final Map<String, FilmPrint> prints = new LinkedHashMap<>();

    /** @param objectDigest of the film */
    public synchronized void keep(String objectDigest, FilmPrint print) {
        prints.put(objectDigest, print);
        if (prints.size() > MOST) {
            var oldest = prints.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
    }

    /** A film that is erased. */
    public synchronized void forget(String objectDigest) {
        prints.remove(objectDigest);
    }

    synchronized Optional<FilmPrint> find(String objectDigest) {
        return Optional.ofNullable(prints.get(objectDigest));
    }
}
