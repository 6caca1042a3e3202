package org.mococxr.appliance.web.films;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import org.mococxr.appliance.intake.FilmMissingException;
import org.mococxr.appliance.intake.StoredFilms;
import org.mococxr.appliance.journal.FilmEntry;
import org.mococxr.appliance.journal.Journal;
import org.mococxr.appliance.language.Sentence;
import org.mococxr.appliance.people.Act;
import org.mococxr.appliance.people.Audit;
import org.mococxr.appliance.people.NotAllowedException;
import org.mococxr.appliance.people.Right;
import org.mococxr.appliance.web.box.Shown;
import org.mococxr.appliance.web.door.Doorkeeper;
import org.mococxr.appliance.web.door.Needs;
import org.mococxr.appliance.web.door.Requests;
import org.mococxr.appliance.web.door.Routes;

/** Lets a film that failed be tried again, on the page and by programs. */
public final class RetryRoutes {
    private final Journal journal;
    private final StoredFilms films;
    private final Audit audit;

    public RetryRoutes(Shown shown) {
        this.journal = shown.journal();
        this.films = shown.films();
        this.audit = shown.people().audit();
    }

    public void addTo(Routes routes) {
        var send = Needs.right(Right.SEND_FILMS);
        routes.post("/films/{ref}/retry", send, context -> {
            tryAgain(context);
            context.redirect("/films/" + context.pathParam("ref"), HttpStatus.SEE_OTHER);
        });
        routes.post("/api/v1/films/{ref}/retry", send, context -> {
            tryAgain(context);
            context.status(HttpStatus.ACCEPTED).json(FilmJson.of(Requests.film(context, journal)));
        });
    }

    private void tryAgain(Context context) {
        var film = Requests.film(context, journal);
        var visitor = Doorkeeper.visitor(context);
        requireStored(film);
        if (!journal.tryAgain(film, visitor.inWords())) {
            throw new NotAllowedException(Sentence.of("rule.not_failed"));
        }
        audit.record(visitor.name(), Act.FILM_TRIED_AGAIN, film.ref());
    }

    private void requireStored(FilmEntry film) {
        try {
            films.file(film.objectDigest());
        } catch (FilmMissingException e) {
            throw new NotAllowedException(Sentence.of("rule.pixels_gone"));
        }
    }
}
