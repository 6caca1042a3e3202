package org.mococxr.appliance.web.films;

import io.javalin.http.Context;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.mococxr.appliance.journal.FilmFilter;
import org.mococxr.appliance.journal.FilmSearch;
import org.mococxr.appliance.web.door.Requests;
import org.mococxr.appliance.web.frame.View;

/**
 * Which films a person is looking at, as the address says it.
 *
 * @param show a filter's code, or {@code today}
 * @param find what was typed into the search
 * @param sort {@code newest} or a finding
 * @param by what a row is: {@code film} or {@code study}
 * @param before the page behind the row that this film stands in; empty for the first page
 */
record FilmList(String show, String find, String sort, String by, String before) {
    static final String TODAY = "today";
    static final String NEWEST = "newest";
    static final String FILM = "film";
    static final String STUDY = "study";
    private static final String COOKIE = "cxr-rows";
    private static final int A_YEAR_SECONDS = 365 * 24 * 3600;
    private static final int LONGEST_SEARCH = 64;

    static FilmList of(Context context) {
        var show = text(context, "show", "all");
        if (!show.equals(TODAY)) {
            Requests.filter(context);
        }
        return new FilmList(
                show,
                text(context, "find", ""),
                text(context, "sort", NEWEST),
                by(context),
                text(context, "before", ""));
    }

    /** As the address says it, else as this browser was shown it last. */
    private static String by(Context context) {
        return Stream.of(text(context, "by", ""), String.valueOf(context.cookie(COOKIE)))
                .filter(List.of(FILM, STUDY)::contains)
                .findFirst()
                .orElse(FILM);
    }

    /** What a row is holds for the next list whose address does not say it. */
    void remember(Context context) {
        context.cookie(COOKIE, by, A_YEAR_SECONDS);
    }

    boolean isByStudy() {
        return by.equals(STUDY);
    }

    private static String text(Context context, String name, String absent) {
        var value = context.queryParam(name);
        return value == null || value.isBlank() || value.length() > LONGEST_SEARCH ? absent : value.strip();
    }

    FilmSearch search(Clock clock) {
        return new FilmSearch(
                FilmFilter.named(show).orElse(FilmFilter.ALL),
                find,
                show.equals(TODAY) ? Optional.of(View.startOfToday(clock)) : Optional.empty(),
                sort.equals(NEWEST) ? Optional.empty() : Optional.of(sort));
    }

    /** The first page of the plain list, whatever a row is. */
    boolean isEverything() {
        return show.equals("all") && find.isEmpty() && before.isEmpty();
    }

    FilmList showing(String other) {
        return new FilmList(other, find, sort, by, "");
    }

    FilmList sortedBy(String other) {
        return new FilmList(show, find, other, by, "");
    }

    FilmList with(String otherBy) {
        return new FilmList(show, find, sort, otherBy, "");
    }

    FilmList behind(String ref) {
        return new FilmList(show, find, sort, by, ref);
    }

    /** Behind an address: what a row is, and what differs from the plain list. */
    String query() {
        var query = new StringBuilder("?by=").append(by);
        append(query, "show", show, "all");
        append(query, "find", find, "");
        append(query, "sort", sort, NEWEST);
        append(query, "before", before, "");
        return query.toString();
    }

    private static void append(StringBuilder query, String name, String value, String usual) {
        if (!value.equals(usual)) {
            query.append('&').append(name).append('=').append(URLEncoder.encode(value, StandardCharsets.UTF_8));
        }
    }
}
