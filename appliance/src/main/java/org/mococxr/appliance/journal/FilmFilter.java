package org.mococxr.appliance.journal;

import java.util.Locale;
import java.util.Optional;

/** Which films a list shows. */
public enum FilmFilter {
    ALL("1 = 1"),
    OPEN("w.stage <> 'done'"),
    SCORED("o.kind = 'scored'"),
    SUGGESTIVE("exists (select 1 from assessment a where a.film_id = f.id and a.suggestive = 1)"),
    /** Scored, and nobody has said anything about it. */
    UNREAD(
            "o.kind = 'scored' and not exists (select 1 from reading r left join reading_withdrawn rw on rw.reading_id = r.id"
                    + " where r.film_id = f.id and rw.reading_id is null)"),
    REFUSED("o.kind = 'refused'"),
    FAILED("o.kind = 'failed'"),
    /** What needs a person: failures, and reports that are stuck or refused for good. */
    ATTENTION("o.kind = 'failed' or exists (select 1 from delivery d where d.film_id = f.id and (d.state = 'dead'"
            + " or (d.state = 'waiting' and d.attempts >= " + Worklist.STUCK_FROM_ATTEMPTS + ")))");

    private final String condition;

    FilmFilter(String condition) {
        this.condition = condition;
    }

    String condition() {
        return condition;
    }

    /** By its lower-case name. */
    public static Optional<FilmFilter> named(String name) {
        for (var filter : values()) {
            if (filter.code().equals(name)) {
                return Optional.of(filter);
            }
        }
        return Optional.empty();
    }

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
