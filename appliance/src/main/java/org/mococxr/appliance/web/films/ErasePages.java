package org.mococxr.appliance.web.films;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.mococxr.appliance.journal.Erasures.Scope;
import org.mococxr.appliance.journal.FilmEntry;
import org.mococxr.appliance.journal.Journal;
import org.mococxr.appliance.language.Sentence;
import org.mococxr.appliance.people.NotAllowedException;
import org.mococxr.appliance.people.Right;
import org.mococxr.appliance.web.box.Shown;
import org.mococxr.appliance.web.door.Doorkeeper;
import org.mococxr.appliance.web.door.Needs;
import org.mococxr.appliance.web.door.Requests;
import org.mococxr.appliance.web.door.Routes;
import org.mococxr.appliance.web.frame.Frame;
import org.mococxr.appliance.web.frame.Pages;
import org.mococxr.appliance.web.frame.View;
import org.mococxr.appliance.web.html.Html;
import org.mococxr.appliance.web.html.Table;

/**
 * Erases a film, a study or a patient's record: first says what goes and what stays. Who may erase need not be one who may see
 * patients, so that films are named by their reference.
 */
public final class ErasePages {
    private static final List<String> GOES =
            List.of("erase.goes.pixels", "erase.goes.patient", "erase.goes.results", "erase.goes.history");
    private static final List<String> STAYS = List.of(
            "erase.stays.sent", "erase.stays.copies", "erase.stays.paper", "erase.stays.audit", "erase.stays.again");

    private final Journal journal;
    private final ErasureActs acts;
    private final PatientTitles titles;
    private final Frame frame;

    public ErasePages(Shown shown, Frame frame) {
        this.journal = shown.journal();
        this.acts = new ErasureActs(shown);
        this.titles = new PatientTitles(shown);
        this.frame = frame;
    }

    public void addTo(Routes routes) {
        var erase = Needs.right(Right.ERASE_FILMS);
        routes.get("/erase", erase, this::find);
        routes.get("/films/{ref}/erase", erase, this::show);
        routes.post("/films/{ref}/erase", erase, this::erase);
    }

    /** For those who see no patient: the reference stands on the slip. */
    private static Html finder(View view) {
        return Html.of(
                """
                <form class="sheet" method="get" action="/erase"><h2>{}</h2><p>{}</p>
                <label>{}<input name="ref" required autocomplete="off" maxlength="20"></label><button>{}</button></form>""",
                view.say("erase.title"),
                view.say("erase.find.why"),
                view.say("erase.ref"),
                view.say("erase.look"));
    }

    private void find(Context context) {
        var view = View.of(context);
        var asked = context.queryParam("ref");
        var ref = asked == null ? "" : asked.strip().toLowerCase(Locale.ROOT);
        if (journal.worklist().film(ref).isPresent()) {
            context.redirect("/films/%s/erase".formatted(ref), HttpStatus.SEE_OTHER);
            return;
        }
        Pages.html(
                context,
                frame.page(
                        view,
                        "erase.title",
                        Html.when(!ref.isEmpty(), () -> Pages.notice("wrong", view.say("erase.unknown"))),
                        finder(view)));
    }

    private void show(Context context) {
        var view = View.of(context);
        var film = Requests.film(context, journal);
        var asked = context.queryParam("scope");
        var scope = ErasureActs.scope(asked == null ? "" : asked);
        var films = acts.films(film, scope);
        Pages.html(
                context,
                frame.page(
                        view,
                        "erase.title",
                        Html.when(
                                view.may(Right.SEE_FILMS),
                                () -> Html.of(
                                        "<p><a href=\"/films/{}\">← {} {}</a></p>",
                                        film.ref(),
                                        view.say("film.title"),
                                        film.ref())),
                        scopes(view, film, scope),
                        list(view, films),
                        consequences(view, films),
                        confirmation(view, film, scope, films.size())));
    }

    private Html scopes(View view, FilmEntry film, Scope chosen) {
        return Html.of(
                "<nav class=\"filters\" aria-label=\"{}\">{}</nav>",
                view.say("erase.how_much"),
                Stream.of(Scope.values())
                        .map(scope -> Html.of(
                                "<a href=\"/films/{}/erase?scope={}\"{}>{}</a>",
                                film.ref(),
                                scope.code(),
                                Html.when(scope == chosen, () -> Html.of(" aria-current=\"page\"")),
                                view.say(
                                        "erase.scope." + scope.code(),
                                        acts.films(film, scope).size())))
                        .toList());
    }

    private Html list(View view, List<FilmEntry> films) {
        var mayName = view.may(Right.SEE_FILMS);
        return Table.of(
                view.say("erase.films", films.size()),
                view.sayAll("erase.ref", "slip.received", "slip.patient").subList(0, mayName ? 3 : 2),
                films.stream()
                        .map(film -> Table.row(
                                Html.of("<code>{}</code>", film.ref()),
                                Stream.<Object>of(view.moment(film.receivedAt(), false), titles.of(view, film))
                                        .limit(mayName ? 2 : 1)
                                        .toArray()))
                        .toList());
    }

    private static Html consequences(View view, List<FilmEntry> films) {
        var waiting = ErasureActs.waitingReports(films);
        return Html.of(
                "<div class=\"now-then\"><div><h2>{}</h2><ul>{}{}</ul></div><div><h2>{}</h2><ul>{}</ul></div></div>",
                view.say("erase.goes"),
                items(view, GOES),
                Html.when(waiting > 0, () -> Html.of("<li>{}</li>", view.say("erase.goes.reports", waiting))),
                view.say("erase.stays"),
                items(view, STAYS));
    }

    private static List<Html> items(View view, List<String> keys) {
        return keys.stream().map(key -> Html.of("<li>{}</li>", view.say(key))).toList();
    }

    private static Html confirmation(View view, FilmEntry film, Scope scope, int films) {
        return Html.of(
                """
                <form class="sheet" method="post" action="/films/{}/erase" data-busy="{}">{}<input type="hidden" name="scope" value="{}">\
                <input type="hidden" name="films" value="{}">
                <label>{}<input name="reason" required maxlength="{}" autocomplete="off"></label><p class="small">{}</p>
                <label class="check"><input type="checkbox" name="confirmed" value="yes" required> <span>{}</span></label>
                <button class="danger">{}</button></form>""",
                film.ref(),
                view.say("erase.busy"),
                view.csrf(),
                scope.code(),
                films,
                view.say("erase.reason"),
                ErasureActs.LONGEST_REASON,
                view.say("erase.reason.why"),
                view.say("erase.confirmed"),
                view.say("erase.button", films));
    }

    private void erase(Context context) {
        var view = View.of(context);
        var film = Requests.film(context, journal);
        var films = Requests.field(context, "films");
        if (!Requests.field(context, "confirmed").equals("yes") || !films.matches("\\d{1,6}")) {
            throw new NotAllowedException(Sentence.of("rule.erase_unconfirmed"));
        }
        acts.erase(
                Doorkeeper.visitor(context).name(),
                film,
                ErasureActs.scope(Requests.field(context, "scope")),
                Integer.parseInt(films),
                Requests.field(context, "reason"));
        Pages.html(
                context,
                frame.page(
                        view,
                        "erase.title",
                        Pages.notice("good", view.say("erase.done", films)),
                        Html.of("<p><a href=\"{}\">{}</a></p>", Frame.home(view), view.say("problem.home"))));
    }
}
