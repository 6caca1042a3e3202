package org.mococxr.appliance.web;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import org.mococxr.appliance.health.Health;
import org.mococxr.appliance.journal.FilmEntry;
import org.mococxr.appliance.journal.FilmFilter;
import org.mococxr.appliance.journal.Journal;
import org.mococxr.appliance.people.Act;
import org.mococxr.appliance.people.Audit;
import org.mococxr.appliance.people.Right;

/** Answers with pages and parts of pages. */
final class Pages {
    private static final int FILMS_ON_A_PAGE = 200;

    private final Journal journal;
    private final Health health;
    private final Audit audit;
    private final Page page;

    Pages(WebServer.Shown shown, Frame frame) {
        this.journal = shown.journal();
        this.health = shown.health();
        this.audit = shown.people().audit();
        this.page = new Page(frame, shown.model(), shown.address());
    }

    void addTo(Routes routes) {
        var see = Needs.right(Right.SEE_FILMS);
        routes.get("/", see, this::worklist);
        routes.get("/status", see, this::status);
        routes.get("/films/{ref}", see, this::film);
        routes.get("/films/{ref}/row", see, this::row);
        routes.get("/films/{ref}/panel", see, this::panel);
        routes.post("/films/{ref}/redeliver", Needs.right(Right.SEND_FILMS), this::redeliver);
    }

    private void worklist(Context context) {
        var filter = Requests.filter(context);
        html(context, page.worklist(View.of(context), journal.worklist().films(filter, FILMS_ON_A_PAGE), filter));
    }

    private void status(Context context) {
        html(context, Frame.status(View.of(context), health.status()));
    }

    private void film(Context context) {
        var film = Requests.film(context, journal);
        audit.record(Doorkeeper.visitor(context).name(), Act.FILM_OPENED, film.ref(), "");
        html(context, page.film(View.of(context), film, panel(film)));
    }

    /** 204 if the list that is shown does not hold this film. */
    private void row(Context context) {
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

    private void panel(Context context) {
        html(context, panel(Requests.film(context, journal)));
    }

    private Html panel(FilmEntry film) {
        return page.panel().of(film, journal.worklist().events(film));
    }

    private void redeliver(Context context) {
        var film = Requests.film(context, journal);
        journal.outbox().revive(film.ref());
        audit.record(Doorkeeper.visitor(context).name(), Act.REPORTS_SENT_AGAIN, film.ref(), "");
        context.redirect("/films/" + film.ref(), HttpStatus.SEE_OTHER);
    }

    /** @param kind {@code good}, {@code wrong} or nothing */
    static Html notice(String kind, String words) {
        return Html.of("<p class=\"notice {}\" role=\"status\">{}</p>", kind, words);
    }

    static void html(Context context, Html html) {
        context.contentType("text/html; charset=utf-8").result(html.toString());
    }
}
