package org.mococxr.appliance.delivery;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.mococxr.report.FilmPrint;

/**
 * Keeps small pictures of the films scored last, so that a film is not read and decoded a second time for its report. Only a
 * shortcut: a picture that is not here is made again from the stored film, and is the same. One that each recipient has had its report
 * from is let go, before the collector has carried it about. Safe for use by many threads.
 */
public final class FilmPrints {
    private static final int MOST = 48;

    private final int recipients;
    private final Map<String, Kept> prints = new LinkedHashMap<>();

    /** @param uses so many more are awaited */
    private record Kept(FilmPrint print, int uses) {}

    /** @param recipients each makes a picture of a film once, as a rule */
    public FilmPrints(int recipients) {
        this.recipients = recipients;
    }

    /** Whether anybody will ask for a print. */
    public boolean areWanted() {
        return recipients > 0;
    }

    /** @param objectDigest of the film */
    public synchronized void keep(String objectDigest, FilmPrint print) {
        prints.put(objectDigest, new Kept(print, recipients));
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

    /** For one recipient's report. */
    synchronized Optional<FilmPrint> take(String objectDigest) {
        var found = Optional.ofNullable(prints.get(objectDigest));
        prints.computeIfPresent(
                objectDigest, (digest, kept) -> kept.uses() > 1 ? new Kept(kept.print(), kept.uses() - 1) : null);
        return found.map(Kept::print);
    }
}
