package org.mococxr.appliance.web.films;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.mococxr.appliance.journal.DeliveryEntry;
import org.mococxr.appliance.journal.FilmEntry;
import org.mococxr.appliance.journal.FilmEvent;
import org.mococxr.appliance.journal.Journal;
import org.mococxr.appliance.journal.StudyEntry;
import org.mococxr.appliance.people.Act;
import org.mococxr.appliance.people.Audit;
import org.mococxr.appliance.people.Right;
import org.mococxr.appliance.screening.Assessment;
import org.mococxr.appliance.screening.Conclusion;
import org.mococxr.appliance.screening.FindingRule;
import org.mococxr.appliance.screening.ModelFacts;
import org.mococxr.appliance.web.box.PageAddress;
import org.mococxr.appliance.web.box.Shown;
import org.mococxr.appliance.web.door.Doorkeeper;
import org.mococxr.appliance.web.door.Needs;
import org.mococxr.appliance.web.door.Requests;
import org.mococxr.appliance.web.door.Routes;
import org.mococxr.appliance.web.frame.Frame;
import org.mococxr.appliance.web.frame.Meaning;
import org.mococxr.appliance.web.frame.Pages;
import org.mococxr.appliance.web.frame.View;
import org.mococxr.appliance.web.html.Html;

/** One film large, with its heat maps, what the scores mean, reasons for doubt, readings, earlier films, reports and history. */
public final class FilmPage {
    private static final int MOST_EARLIER = 8;
    private static final int FALLBACK_SIDE = 1800;

    private final Journal journal;
    private final Audit audit;
    private final Supplier<Optional<ModelFacts>> model;
    private final PageAddress address;
    private final PatientTitles titles;
    private final Frame frame;
    private final Clock clock;

    public FilmPage(Shown shown, PageAddress address, Frame frame) {
        this.address = address;
        this.journal = shown.journal();
        this.audit = shown.people().audit();
        this.model = shown.model();
        this.titles = new PatientTitles(shown);
        this.frame = frame;
        this.clock = shown.clock();
    }

    public void addTo(Routes routes) {
        var see = Needs.right(Right.SEE_FILMS);
        routes.get("/films/{ref}", see, this::show);
        routes.get("/films/{ref}/panel", see, this::panel);
        routes.get("/films/{ref}/slip", see, this::slip);
        routes.post("/films/{ref}/redeliver", Needs.right(Right.SEND_FILMS), this::redeliver);
    }

    private void show(Context context) {
        var view = View.of(context);
        var film = Requests.film(context, journal);
        var list = FilmList.of(context);
        Pages.html(
                context,
                frame.around(
                        view,
                        view.say("film.title"),
                        "dark-page",
                        Html.of(
                                """
                <main id="main" class="alone dark" data-film="{}">
                <nav class="back" aria-label="{}"><a href="/{}">← {}</a>{}{}<a href="/films/{}/slip">{}</a></nav>
                <p id="news" hidden>{} <a href="/films/{}{}">{}</a></p>
                <article class="panel">{}<div class="reading" role="region" tabindex="0" aria-label="{}">{}</div></article></main>""",
                                film.ref(),
                                view.say("nav.films"),
                                list.query(),
                                view.say("film.back"),
                                neighbour(view, list, film, true),
                                neighbour(view, list, film, false),
                                film.ref(),
                                view.say("slip.link"),
                                view.say("film.news"),
                                film.ref(),
                                list.query(),
                                view.say("film.news.show"),
                                viewer(view, film),
                                view.say("film.what_it_says"),
                                reading(view, film))));
    }

    private Html neighbour(View view, FilmList list, FilmEntry film, boolean newer) {
        var search = list.search(clock);
        var neighbour = list.isByStudy()
                ? journal.studyList().neighbour(search, film, newer).map(StudyEntry::face)
                : journal.worklist().neighbour(search, film, newer);
        return neighbour
                .map(other -> Html.of(
                        "<a rel=\"{}\" href=\"/films/{}{}\">{}</a>",
                        newer ? "prev" : "next",
                        other.ref(),
                        list.query(),
                        view.say(newer ? "film.newer" : "film.older")))
                .orElse(Html.EMPTY);
    }

    private void panel(Context context) {
        Pages.html(context, reading(View.of(context), Requests.film(context, journal)));
    }

    private void redeliver(Context context) {
        var film = Requests.film(context, journal);
        journal.outbox().revive(film.ref());
        audit.record(Doorkeeper.visitor(context).name(), Act.REPORTS_SENT_AGAIN, film.ref());
        context.redirect("/films/" + film.ref(), HttpStatus.SEE_OTHER);
    }

    private void slip(Context context) {
        var view = View.of(context);
        var film = Requests.film(context, journal);
        Pages.html(context, Slip.of(view, frame, address, film, titles.of(view, film)));
    }

    private Html viewer(View view, FilmEntry film) {
        var scored = film.scored();
        return Html.of(
                """
                <div class="viewer" data-pixels="/api/v1/films/{}/pixels" data-window="{}">
                <div class="stage" tabindex="0" role="img" aria-label="{}"><p class="loading" hidden>{}</p>\
                <div class="plate"><canvas class="film" width="1" height="1"></canvas>{}</div>\
                <noscript><img class="film" src="/api/v1/films/{}/image.png?max={}" alt="{}"></noscript><p class="nothing" hidden></p></div>
                <div class="tools" role="toolbar" aria-label="{}">
                {}
                <button type="button" data-do="zoom-in" title="+">{}</button>
                <button type="button" data-do="zoom-out" title="-">{}</button>
                <button type="button" data-do="move" aria-pressed="false" title="M">{}</button>
                <button type="button" data-do="invert" aria-pressed="false" title="I">{}</button>
                <button type="button" data-do="reset" title="R">{}</button>
                <button type="button" data-do="full" aria-pressed="false" title="F">{}</button>
                <label>{} <input type="range" data-set="level" min="0" max="100" step="0.5" value="50"></label>
                <label>{} <input type="range" data-set="width" min="0" max="100" step="0.5" value="50"></label>
                </div>
                <p class="hint">{} <output class="window"></output></p>
                </div>
                """,
                film.ref(),
                view.say("viewer.window"),
                view.say("film.title"),
                view.say("viewer.loading"),
                Html.when(
                        scored.isPresent(), () -> Html.of("<img class=\"heat\" alt=\"\" draggable=\"false\" hidden>")),
                film.ref(),
                FALLBACK_SIDE,
                view.say("film.title"),
                view.say("viewer.tools"),
                scored.map(found -> heatMapTools(view, film, found)).orElse(Html.EMPTY),
                view.say("viewer.zoom_in"),
                view.say("viewer.zoom_out"),
                view.say("viewer.move"),
                view.say("viewer.invert"),
                view.say("viewer.reset"),
                view.say("viewer.full"),
                view.say("viewer.brightness"),
                view.say("viewer.contrast"),
                view.say("viewer.hint"));
    }

    private static Html heatMapTools(View view, FilmEntry film, Conclusion.Scored scored) {
        var choices = new ArrayList<Html>();
        for (var assessment : scored.assessments()) {
            choices.add(Html.of(
                    "<option value=\"/api/v1/films/{}/heatmap/{}.png\">{}</option>",
                    film.ref(),
                    assessment.finding(),
                    assessment.heatMap().largest() > 0
                            ? view.finding(assessment.finding())
                            : view.say("viewer.heat.empty", view.finding(assessment.finding()))));
        }
        return Html.of("""
                <label>{} <select data-set="heat"><option value="">{}</option>{}</select></label>
                <label>{} <input type="range" data-set="opacity" min="0" max="100" value="45"></label>
                """, view.say("viewer.heat"), view.say("viewer.off"), choices, view.say("viewer.strength"));
    }

    private Html reading(View view, FilmEntry film) {
        return Html.of(
                """
                <header><h1>{}</h1><p class="meta">{}</p></header>
                {}
                {}
                {}
                {}
                {}
                {}
                <section><h2>{}</h2><ol class="history">{}</ol></section>
                {}
                """,
                titles.of(view, film),
                FilmRow.meta(view, film),
                testMark(view, film),
                film.outcome()
                        .map(outcome -> outcome.conclusion()
                                .fold(
                                        scored -> scored(view, scored),
                                        refused -> said(Html.of(
                                                "{}<span class=\"now\">{}</span>",
                                                FilmRow.refusal(view, refused),
                                                view.say("film.refused.now"))),
                                        failed -> failed(view, film, failed)))
                        .orElseGet(() -> said(Html.of("{}", view.say("film.waiting")))),
                film.scored()
                        .map(scored -> ReadingForm.of(
                                view, film, scored, journal.readings().of(film)))
                        .orElse(Html.EMPTY),
                StudySection.of(view, journal.studyList().of(film), film.ref()),
                earlier(view, film),
                reports(view, film),
                view.say("film.history"),
                journal.worklist().events(film).stream()
                        .map(event -> event(view, event))
                        .toList(),
                Html.when(
                        view.may(Right.ERASE_FILMS),
                        () -> Html.of(
                                "<p class=\"small\"><a href=\"/films/{}/erase\">{}</a></p>",
                                film.ref(),
                                view.say("erase.link"))));
    }

    /** A drawing must not pass for somebody's film. */
    static Html testMark(View view, FilmEntry film) {
        return Html.when(
                film.isTest(),
                () -> Html.of(
                        "<p class=\"test-mark\"><strong>{}</strong> {}</p>",
                        view.say("film.test"),
                        view.say("film.test.why")));
    }

    private static Html said(Html content) {
        return Html.of("<section class=\"said\"><p>{}</p></section>", content);
    }

    private static Html failed(View view, FilmEntry film, Conclusion.Failed failed) {
        return Html.of(
                "<section class=\"said\"><p>{}</p>{}</section>",
                FilmRow.failure(view, failed),
                Html.when(
                        view.may(Right.SEND_FILMS),
                        () -> view.button("/films/%s/retry".formatted(film.ref()), "film.try_again", "main")));
    }

    private Html scored(View view, Conclusion.Scored scored) {
        var map = scored.assessments().get(0).heatMap();
        return Html.of(
                "{}{}<p class=\"small\">{}</p><p class=\"small\">{}</p>",
                scored.assessments().stream()
                        .map(assessment -> finding(view, scored, assessment))
                        .toList(),
                doubts(view, scored),
                view.say("film.grid", map.rows(), map.columns()),
                view.say(
                        "film.scored_by",
                        scored.model(),
                        scored.provider(),
                        scored.took().toMillis()));
    }

    private Html finding(View view, Conclusion.Scored scored, Assessment assessment) {
        return Html.of(
                "<section class=\"finding\"><h2>{}</h2>{}{}</section>",
                view.finding(assessment.finding()),
                ScoreBar.of(view, assessment),
                rule(scored, assessment)
                        .map(rule -> Html.of(
                                "<p>{}</p><p class=\"small\">{} {}</p>",
                                Meaning.of(view, rule),
                                Meaning.measured(view, rule),
                                cutOff(view, assessment)))
                        .orElseGet(() -> Html.of(
                                "<p class=\"small\">{} {}</p>",
                                cutOff(view, assessment),
                                view.say("film.earlier_model"))));
    }

    private static String cutOff(View view, Assessment assessment) {
        return view.say(
                "film.cut_off", view.score(assessment.thresholdProbability()), view.point(assessment.operatingPoint()));
    }

    /** Only if the film was decided by the very rule that is in force now. */
    private Optional<FindingRule> rule(Conclusion.Scored scored, Assessment assessment) {
        return model.get()
                .filter(inUse -> scored.model().equals(inUse.name()))
                .flatMap(inUse -> inUse.rule(assessment.finding()))
                .filter(rule -> rule.point().name().equals(assessment.operatingPoint()));
    }

    private static Html doubts(View view, Conclusion.Scored scored) {
        var doubts = new ArrayList<Html>();
        for (var assessment : scored.assessments()) {
            if (assessment.nearCutOff()) {
                doubts.add(Html.of("<li>{}</li>", view.say("film.near", view.finding(assessment.finding()))));
            }
        }
        scored.remarks().forEach(remark -> doubts.add(Html.of("<li>{}</li>", view.marked(remark))));
        return Html.when(
                !doubts.isEmpty(),
                () -> Html.of(
                        "<section class=\"doubt\"><h2>{}</h2><ul>{}</ul></section>", view.say("film.doubts"), doubts));
    }

    private Html earlier(View view, FilmEntry film) {
        var earlier = journal.worklist().earlier(film, MOST_EARLIER);
        return Html.when(
                !earlier.isEmpty(),
                () -> Html.of(
                        "<section><h2>{}</h2><ul class=\"earlier\">{}</ul></section>",
                        view.say("film.earlier"),
                        earlier.stream().map(other -> earlierFilm(view, other)).toList()));
    }

    private static Html earlierFilm(View view, FilmEntry film) {
        var words = film.scored()
                .map(scored -> scored.assessments().stream()
                        .map(assessment -> "%s %s (%s)"
                                .formatted(
                                        view.finding(assessment.finding()),
                                        view.score(assessment.probability()),
                                        view.decision(assessment)))
                        .toList())
                .orElse(List.of(view.say("film.not_assessed")));
        return Html.of(
                "<li><a href=\"/films/{}\">{}</a> <span class=\"small\">{}</span></li>",
                film.ref(),
                view.moment(film.receivedAt(), false),
                String.join(", ", words));
    }

    private static Html reports(View view, FilmEntry film) {
        return Html.when(
                !film.deliveries().isEmpty(),
                () -> Html.of(
                        "<section><h2>{}</h2><ul class=\"deliveries\">{}</ul>{}</section>",
                        view.say("reports.title"),
                        film.deliveries().stream()
                                .map(delivery -> delivery(view, delivery))
                                .toList(),
                        Html.when(
                                view.may(Right.SEND_FILMS)
                                        && film.deliveries().stream()
                                                .anyMatch(d -> d.state() == DeliveryEntry.State.DEAD),
                                () -> view.button("/films/%s/redeliver".formatted(film.ref()), "reports.again", ""))));
    }

    private static Html delivery(View view, DeliveryEntry delivery) {
        var state = FilmRow.reportState(view, delivery.state());
        return Html.of(
                "<li>{}: <strong>{}</strong> {}{}</li>",
                view.say("reports.to", view.say("reports.kind." + delivery.kind()), delivery.peer()),
                state,
                view.say(delivery.words()),
                Html.when(
                        delivery.state() == DeliveryEntry.State.WAITING && delivery.attempts() > 0,
                        () -> Html.of(
                                " <span class=\"small\">{}</span>",
                                view.say("reports.tries", delivery.attempts(), view.time(delivery.notBefore())))));
    }

    private static Html event(View view, FilmEvent event) {
        return Html.of("<li>{} {}</li>", view.moment(event.at(), false), view.say(event.words()));
    }
}
