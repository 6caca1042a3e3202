package org.mococxr.appliance.journal;

import java.util.Locale;
import java.util.Optional;

/** Which films a list shows. */
public enum FilmFilter {
    ALL("select id from film"),
    OPEN("select film_id as id from work where stage <> 'done'"),
    SCORED("select film_id as id from outcome where kind = 'scored'"),
    SUGGESTIVE("select distinct film_id as id from assessment where suggestive = 1"),
    /** Scored, and nobody has said anything about it. */
    UNREAD("select o.film_id as id from outcome o where o.kind = 'scored' and not exists (select 1 from reading r"
            + " left join reading_withdrawn rw on rw.reading_id = r.id"
            + " where r.film_id = o.film_id and rw.reading_id is null)"),
    REFUSED("select film_id as id from outcome where kind = 'refused'"),
    FAILED("select film_id as id from outcome where kind = 'failed'"),
    /** What needs a person: failures, and reports that are stuck or refused for good. */
    ATTENTION("select film_id as id from outcome where kind = 'failed'"
            + " union select film_id from delivery where state = 'dead'"
            + " union select film_id from delivery where state = 'waiting' and attempts >= "
            + Worklist.STUCK_FROM_ATTEMPTS);

    private final String ids;

    FilmFilter(String ids) {
        this.ids = ids;
    }

    /** Selects the {@code id} of each film, from an index where most films are left out. */
    String ids() {
        return ids;
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
