package org.mococxr.appliance.web.films;

import io.javalin.http.Context;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mococxr.appliance.health.Health;
import org.mococxr.appliance.journal.FilmEntry;
import org.mococxr.appliance.journal.FilmFilter;
import org.mococxr.appliance.journal.FilmSearch;
import org.mococxr.appliance.journal.Journal;
import org.mococxr.appliance.people.Right;
import org.mococxr.appliance.screening.FindingRule;
import org.mococxr.appliance.screening.ModelFacts;
import org.mococxr.appliance.web.box.BoxAddress;
import org.mococxr.appliance.web.box.Shown;
import org.mococxr.appliance.web.door.Needs;
import org.mococxr.appliance.web.door.Requests;
import org.mococxr.appliance.web.door.Routes;
import org.mococxr.appliance.web.frame.Frame;
import org.mococxr.appliance.web.frame.Pages;
import org.mococxr.appliance.web.frame.View;
import org.mococxr.appliance.web.html.Html;

/** The list of films: live, sorted, filtered, searched, with what needs a person on top. */
public final class WorklistPage {
    private static final int MOST_PINNED = 5;

    /** Beyond these a number says no more. */
    private static final int MOST_COUNTED = 100;

    /** Whoever refused a film's sender is still at the modality. */
    private static final Duration REFUSED_STAYS_PINNED = Duration.ofHours(12);

    private static final List<String> FILTERS =
            List.of("all", FilmList.TODAY, "suggestive", "unread", "open", "scored", "refused", "failed", "attention");

    private final Journal journal;
    private final Health health;
    private final Supplier<Optional<ModelFacts>> model;
    private final BoxAddress address;
    private final PatientTitles titles;
    private final Frame frame;
    private final Clock clock;

    public WorklistPage(Shown shown, Frame frame) {
        this.journal = shown.journal();
        this.health = shown.health();
        this.model = shown.model();
        this.address = shown.address();
        this.titles = new PatientTitles(shown);
        this.frame = frame;
        this.clock = shown.clock();
    }

    public void addTo(Routes routes) {
        var see = Needs.right(Right.SEE_FILMS);
        routes.get("/", see, this::show);
        routes.get("/pinned", see, context -> Pages.html(context, pinned(View.of(context))));
        routes.get("/films/{ref}/row", see, this::row);
        routes.get(
                "/status",
                Needs.SOME_RIGHT,
                context -> Pages.html(context, Frame.status(View.of(context), health.status())));
    }

    private ListRows rows(View view, FilmList list) {
        var films = new FilmRow(view, rules(), !address.peers().isEmpty(), titles);
        return new ListRows(view, journal, list, clock, films);
    }

    /** 204 if the list that is shown does not hold this film. */
    private void row(Context context) {
        var film = Requests.film(context, journal);
        rows(View.of(context), FilmList.of(context))
                .row(film)
                .ifPresentOrElse(row -> Pages.html(context, row), () -> context.status(204));
    }

    private void show(Context context) {
        var view = View.of(context);
        var list = FilmList.of(context);
        var page = rows(view, list).page();
        list.remember(context);
        Pages.html(
                context,
                frame.around(
                        view,
                        view.say("nav.films"),
                        "",
                        Html.of(
                                """
                <main id="main" class="worklist" data-query="{}">
                <div class="above">
                <h1 class="hide">{}</h1>
                <nav class="filters" aria-label="{}">{}</nav>
                <nav class="filters" aria-label="{}">{}</nav>
                <form class="search" role="search" action="/"><input type="hidden" name="by" value="{}"><input type="hidden" name="show" value="{}"><input type="hidden" name="sort" value="{}">\
                <label><span class="hide">{}</span><input type="search" id="find" name="find" value="{}" placeholder="{}" autocomplete="off" maxlength="64"></label></form>
                {}
                </div>
                {}
                <div id="pinned"{}>{}</div>
                {}
                <table id="films"{}>
                <caption class="hide">{}</caption>
                <thead><tr><td></td>{}{}<th scope="col">{}</th></tr></thead>
                <tbody>{}</tbody>
                </table>
                {}
                <button id="newer" type="button" data-words="{}" hidden></button>
                <div id="drop" hidden><p>{}</p></div>
                {}
                </main>
                """,
                                list.query(),
                                view.say("nav.films"),
                                view.say("list.rows"),
                                kinds(view, list),
                                view.say("list.which"),
                                filters(view, list),
                                list.by(),
                                list.show(),
                                list.sort(),
                                view.say("list.find"),
                                list.find(),
                                view.say("list.find_hint"),
                                Html.join(List.of(
                                        Html.when(view.may(Right.EXPORT_FILMS), () -> table(view, list)),
                                        Html.when(view.may(Right.SEND_FILMS), () -> upload(view)))),
                                Html.when(view.may(Right.SEND_FILMS), () -> progress(view)),
                                Html.when(list.isEverything(), () -> Html.of(" data-live")),
                                Html.when(list.isEverything(), () -> pinned(view)),
                                empty(view, page.rows().isEmpty(), list),
                                Html.when(page.rows().isEmpty(), () -> Html.of(" hidden")),
                                view.say("list.by." + list.by() + ".all"),
                                sortable(view, list, FilmList.NEWEST, view.say("list.by." + list.by())),
                                findings(view, list),
                                view.say("reports.title"),
                                page.rows(),
                                pages(view, list, page),
                                view.say("list.newer"),
                                view.say("list.drop"),
                                footer(view))));
    }

    private static Html table(View view, FilmList list) {
        return Html.of("<a class=\"csv\" href=\"/results.csv{}\" download>{}</a>", list.query(), view.say("list.csv"));
    }

    private static Html upload(View view) {
        return Html.of("""
                <form id="upload" class="upload" method="post" action="/api/v1/films" enctype="multipart/form-data">{}
                <label class="button plain folder">{}<input type="file" webkitdirectory class="hide"></label>
                <label class="button">{}<input type="file" name="film" multiple class="hide"></label>
                <noscript><button>{}</button></noscript>
                </form>""", view.csrf(), view.say("upload.folder"), view.say("list.add"), view.say("list.send"));
    }

    private static Html progress(View view) {
        return Html.of(
                """
                <section id="uploads" class="sheet uploads" data-progress="{}" data-rest="{}" data-not-taken="{}" data-paused="{}" \
                data-waits="{}" data-no-answer="{}" data-done="{}" data-skipped="{}" data-interrupted="{}" hidden>
                <p data-upload="interrupted" hidden><span data-upload="interrupted-words"></span> <button type="button" data-upload="forget">{}</button></p>
                <p data-upload="words" role="status"></p><progress data-upload="bar" value="0" max="1" aria-label="{}"></progress>
                <div class="acts"><button type="button" data-upload="pause">{}</button><button type="button" data-upload="go-on" class="main" hidden>{}</button>\
                <button type="button" data-upload="stop">{}</button></div>
                <ul data-upload="complaints"></ul></section>""",
                view.say("upload.progress"),
                view.say("upload.rest"),
                view.say("upload.not_taken"),
                view.say("upload.paused"),
                view.say("upload.waits"),
                view.say("list.no_answer"),
                view.say("upload.done"),
                view.say("upload.skipped"),
                view.say("upload.interrupted"),
                view.say("upload.forget"),
                view.say("list.add"),
                view.say("upload.pause"),
                view.say("upload.go_on"),
                view.say("upload.stop"));
    }

    private static Html sortable(View view, FilmList list, String by, String words) {
        return Html.of(
                "<th scope=\"col\"{}><a href=\"/{}\" title=\"{}\">{}</a></th>",
                Html.when(list.sort().equals(by), () -> Html.of(" aria-sort=\"descending\"")),
                list.sortedBy(by).query(),
                view.say(by.equals(FilmList.NEWEST) ? "list.by_time" : "list.by_score"),
                words);
    }

    /** Films or studies. */
    private static List<Html> kinds(View view, FilmList list) {
        return Stream.of(FilmList.FILM, FilmList.STUDY)
                .map(by -> chip(view, list.with(by), by.equals(list.by()), "list.by." + by + ".all"))
                .toList();
    }

    private static Html chip(View view, FilmList to, boolean isHere, String key) {
        return Html.of(
                "<a href=\"/{}\"{}>{}</a>",
                to.query(),
                Html.when(isHere, () -> Html.of(" aria-current=\"page\"")),
                view.say(key));
    }

    private static Html pages(View view, FilmList list, ListRows.Page page) {
        var ways = new ArrayList<Html>();
        if (!list.before().isEmpty()) {
            ways.add(Html.of("<a href=\"/{}\">{}</a>", list.behind("").query(), view.say("list.first_page")));
        }
        page.behind()
                .ifPresent(ref -> ways.add(Html.of(
                        "<a rel=\"next\" href=\"/{}\">{}</a>", list.behind(ref).query(), view.say("list.next_page"))));
        return Html.when(
                !ways.isEmpty(),
                () -> Html.of("<nav class=\"filters pages\" aria-label=\"{}\">{}</nav>", view.say("list.pages"), ways));
    }

    private static List<Html> filters(View view, FilmList list) {
        return FILTERS.stream()
                .map(code -> chip(view, list.showing(code), code.equals(list.show()), "filter." + code))
                .toList();
    }

    /**
     * Reports that are stuck, films that failed, films that were refused a short while ago: what, why, and what to do. Films of
     * one reason stand in one line, the newest with the number of the others.
     */
    private Html pinned(View view) {
        var since = clock.instant().minus(REFUSED_STAYS_PINNED);
        var pins = new ArrayList<Html>();
        addPins(view, pins, FilmSearch.of(FilmFilter.ATTENTION), "attention");
        addPins(view, pins, new FilmSearch(FilmFilter.REFUSED, "", Optional.of(since), Optional.empty()), "refused");
        return Html.when(
                !pins.isEmpty(),
                () -> Html.of(
                        "<section class=\"pinned\"><h2>{}</h2><ul>{}</ul></section>",
                        view.say("filter.attention"),
                        pins));
    }

    /** @param show the filter that shows the others */
    private void addPins(View view, List<Html> pins, FilmSearch search, String show) {
        journal.worklist().films(search, MOST_COUNTED).stream()
                .collect(Collectors.groupingBy(WorklistPage::reason, LinkedHashMap::new, Collectors.toList()))
                .values()
                .stream()
                .limit(MOST_PINNED - pins.size())
                .forEach(alike -> pins.add(pin(view, alike.get(0), alike.size() - 1, show)));
    }

    /** Failed films have reasons of their own. */
    private static String reason(FilmEntry film) {
        return film.outcome()
                .map(outcome -> outcome.conclusion()
                        .fold(
                                scored -> "reports",
                                refused -> refused.code().name(),
                                failed -> failed.reason().english()))
                .orElse("");
    }

    private Html pin(View view, FilmEntry film, int more, String show) {
        var why = film.outcome()
                .map(outcome -> outcome.conclusion()
                        .fold(
                                scored -> Html.of(
                                        "<strong>{}</strong> <span class=\"next\">{}</span>",
                                        view.say("pinned.reports"),
                                        view.say("pinned.reports.next")),
                                refused -> FilmRow.refusal(view, refused),
                                failed -> FilmRow.failure(view, failed)))
                .orElse(Html.EMPTY);
        return Html.of(
                "<li><a href=\"/films/{}\">{}</a> <span class=\"quiet\">{}</span> <span class=\"said\">{}</span>{}</li>",
                film.ref(),
                titles.of(view, film),
                view.moment(film.receivedAt(), true),
                why,
                Html.when(
                        more > 0, () -> Html.of(" <a href=\"/?show={}\">{}</a>", show, view.say("pinned.more", more))));
    }

    private Html empty(View view, boolean empty, FilmList list) {
        var hidden = Html.when(!empty, () -> Html.of(" hidden"));
        if (!list.isEverything()) {
            return Html.of("<p id=\"empty\" class=\"empty\"{}>{}</p>", hidden, view.say("list.none." + list.by()));
        }
        return Html.of(
                """
                <section id="empty" class="empty"{}>
                <h2>{}</h2>
                <p>{}</p>
                <dl><div><dt>{}</dt><dd>{}</dd></div><div><dt>{}</dt><dd>{}</dd></div><div><dt>{}</dt><dd>{}</dd></div></dl>
                <p>{}</p>
                {}
                </section>
                """,
                hidden,
                view.say("list.empty"),
                view.say("list.empty.how"),
                view.say("address.ae"),
                address.aeTitle(),
                view.say("address.host"),
                String.join(" / ", address.hosts()),
                view.say("address.port"),
                String.valueOf(address.dicomPort()),
                view.say("list.empty.drop"),
                Html.when(
                        view.may(Right.SEND_FILMS),
                        () -> view.button("/system/test-film", "system.test.send", "main")));
    }

    /** The columns; none while no model is in use. */
    private List<FindingRule> rules() {
        return model.get().map(ModelFacts::rules).orElse(List.of());
    }

    private Html findings(View view, FilmList list) {
        var rules = rules();
        return rules.isEmpty()
                ? Html.of("<th scope=\"col\">{}</th>", view.say("slip.finding"))
                : Html.join(rules.stream()
                        .map(rule -> sortable(view, list, rule.finding(), view.finding(rule)))
                        .toList());
    }

    private Html footer(View view) {
        return Html.of(
                "<footer><p>{}</p><p>{}</p></footer>",
                view.say(
                        "list.footer",
                        address.aeTitle(),
                        String.join(" / ", address.hosts()),
                        address.dicomPort(),
                        address.peers().isEmpty() ? view.say("reports.no_pacs") : String.join(", ", address.peers())),
                model.get()
                        .map(inUse -> view.say(
                                "list.footer.model",
                                inUse.name(),
                                inUse.release(),
                                view.say(inUse.goldenTest()),
                                inUse.provider()))
                        .orElseGet(() -> view.say("models.none")));
    }
}
