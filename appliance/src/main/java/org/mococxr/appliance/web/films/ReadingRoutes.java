package org.mococxr.appliance.web.films;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import org.mococxr.appliance.journal.Journal;
import org.mococxr.appliance.language.Sentence;
import org.mococxr.appliance.people.Act;
import org.mococxr.appliance.people.Audit;
import org.mococxr.appliance.people.NotAllowedException;
import org.mococxr.appliance.people.Right;
import org.mococxr.appliance.screening.Conclusion;
import org.mococxr.appliance.web.box.Shown;
import org.mococxr.appliance.web.door.Doorkeeper;
import org.mococxr.appliance.web.door.Needs;
import org.mococxr.appliance.web.door.Requests;
import org.mococxr.appliance.web.door.Routes;
import org.mococxr.appliance.web.door.SpokenResponse;

/** Takes down what people say about films. */
public final class ReadingRoutes {
    private static final int LONGEST_NOTE = 500;

    private final Journal journal;
    private final Audit audit;

    public ReadingRoutes(Shown shown) {
        this.journal = shown.journal();
        this.audit = shown.people().audit();
    }

    public void addTo(Routes routes) {
        var read = Needs.right(Right.READ_FILMS);
        routes.post("/films/{ref}/readings", read, this::record);
        routes.post("/films/{ref}/readings/{id}/withdraw", read, this::withdraw);
    }

    private void record(Context context) {
        var film = Requests.film(context, journal);
        var finding = Requests.field(context, "finding");
        var wasAssessed = film.outcome()
                .map(outcome -> outcome.conclusion()
                        .fold(scored -> isAssessed(scored, finding), refused -> false, failed -> false))
                .orElse(false);
        if (!wasAssessed) {
            throw new NotAllowedException(Sentence.of("rule.no_result"));
        }
        var agrees = Requests.field(context, "agrees");
        var reason = Requests.field(context, "reason");
        var note = Requests.field(context, "note");
        if (!agrees.equals("yes") && !agrees.equals("no")) {
            throw new NotAllowedException(Sentence.of("rule.say_whether"));
        }
        if (note.length() > LONGEST_NOTE || !(reason.isEmpty() || ReadingForm.REASONS.contains(reason))) {
            throw new NotAllowedException(Sentence.of("rule.note", LONGEST_NOTE, ReadingForm.REASONS));
        }
        var reader = Doorkeeper.visitor(context).name();
        journal.readings()
                .record(film, reader, finding, agrees.equals("yes"), agrees.equals("yes") ? "" : reason, note);
        audit.record(
                reader,
                Act.FILM_READ,
                film.ref(),
                Sentence.of(agrees.equals("yes") ? "audit.agrees" : "audit.disagrees", Sentence.finding(finding)));
        context.redirect("/films/" + film.ref(), HttpStatus.SEE_OTHER);
    }

    private static boolean isAssessed(Conclusion.Scored scored, String finding) {
        return scored.assessments().stream()
                .anyMatch(assessment -> assessment.finding().equals(finding));
    }

    private void withdraw(Context context) {
        var film = Requests.film(context, journal);
        var reader = Doorkeeper.visitor(context).name();
        if (!journal.readings().withdraw(film, reader, Requests.id(context))) {
            throw SpokenResponse.notFound("problem.no_reading");
        }
        audit.record(reader, Act.FILM_READ, film.ref(), Sentence.of("audit.taken_back"));
        context.redirect("/films/" + film.ref(), HttpStatus.SEE_OTHER);
    }
}
