package org.mococxr.appliance.web;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import org.mococxr.appliance.health.Health;
import org.mococxr.appliance.journal.FilmEntry;
import org.mococxr.appliance.journal.FilmFilter;
import org.mococxr.appliance.journal.Journal;

/** Answers with pages and parts of pages. */
final class Pages {
    private static final int FILMS_ON_A_PAGE = 200;

    private final Journal journal;
    private final Health health;
    private final Page page;

    Pages(WebServer.Shown shown) {
        this.journal = shown.journal();
        this.health = shown.health();
        this.page = new Page(shown.model(), shown.address());
    }

    void worklist(Context context) {
        var filter = Requests.filter(context);
        html(context, page.worklist(journal.worklist().films(filter, FILMS_ON_A_PAGE), filter, health.status()));
    }

    void status(Context context) {
        html(context, page.status(health.status()));
    }

    void film(Context context) {
        var film = Requests.film(context, journal);
        html(context, page.film(film, panel(film), health.status()));
    }

    /** 204 if the list that is shown does not hold this film. */
    void row(Context context) {
        var film = Requests.film(context, journal);
        var filter = Requests.filter(context);
        if (filter == FilmFilter.ALL || holds(filter, film)) {
            html(context, page.row().of(film));
        } else {
            context.status(204);
        }
    }

    private boolean holds(FilmFilter filter, FilmEntry film) {
        return journal.worklist().films(filter, FILMS_ON_A_PAGE).stream()
                .map(FilmEntry::filmId)
                .anyMatch(id -> id == film.filmId());
    }

    void panel(Context context) {
        html(context, panel(Requests.film(context, journal)));
    }

    private Html panel(FilmEntry film) {
        return page.panel().of(film, journal.worklist().events(film));
    }

    void redeliver(Context context) {
        var film = Requests.film(context, journal);
        journal.outbox().revive(film.ref());
        context.redirect("/films/" + film.ref(), HttpStatus.SEE_OTHER);
    }

    void notFound(Context context) {
        html(context, page.notFound(health.status()));
    }

    private static void html(Context context, Html html) {
        context.contentType("text/html; charset=utf-8").result(html.toString());
    }
}
