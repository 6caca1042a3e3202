package org.mococxr.appliance.web.frame;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.mococxr.appliance.health.BoxStatus;
import org.mococxr.appliance.language.Language;
import org.mococxr.appliance.people.Right;
import org.mococxr.appliance.settings.FirstStep;
import org.mococxr.appliance.settings.SiteSettings;
import org.mococxr.appliance.web.html.Html;

/** What surrounds every page: whose box this is, what it is not, how it is, who looks, and the way to the other pages. */
public final class Frame {
    static final String PRODUCT = "MoCo-CXR Appliance";
    private static final List<Place> PLACES = List.of(
            new Place("/", "nav.films", Right.SEE_FILMS, "films"),
            new Place("/dashboard", "nav.dashboard", Right.SEE_STATISTICS, "dashboard"),
            new Place("/models", "nav.models", Right.SEE_SYSTEM, "models"),
            new Place("/peers", "nav.peers", Right.SEE_SYSTEM, "peers"),
            new Place("/system", "nav.system", Right.SEE_SYSTEM, "system"),
            new Place("/settings", "nav.settings", Right.CHANGE_SETTINGS, "settings"),
            new Place("/people", "nav.people", Right.MANAGE_PEOPLE, "people"),
            new Place("/audit", "nav.audit", Right.SEE_AUDIT, "audit"));

    private final Supplier<BoxStatus> status;
    private final Supplier<SiteSettings> site;
    private final boolean openAccess;

    public Frame(Supplier<BoxStatus> status, Supplier<SiteSettings> site, boolean openAccess) {
        this.status = status;
        this.site = site;
        this.openAccess = openAccess;
    }

    /** A page that the navigation leads to. */
    private record Place(String path, String key, Right needs, String icon) {}

    /** The first page that a visitor may see. */
    public static String home(View view) {
        return PLACES.stream()
                .filter(place -> view.may(place.needs()))
                .map(Place::path)
                .findFirst()
                .orElse("/account");
    }

    /** A page with a heading. */
    public Html page(View view, String titleKey, Html... parts) {
        return titled(view, view.say(titleKey), List.of(parts));
    }

    /** A page with a heading in words of its own. */
    public Html titled(View view, String title, List<Html> parts) {
        return around(view, title, "", Html.of("<main id=\"main\"><h1>{}</h1>{}</main>", title, parts));
    }

    /**
     * A page with a main part of its own.
     *
     * @param kind class of the body, such as {@code dark}
     */
    public Html around(View view, String title, String kind, Html main) {
        var knows = view.visitor().rights().stream().findAny().isPresent();
        return Html.of(
                """
                <!doctype html>
                <html lang="{}">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <meta name="csrf" content="{}">
                <title>{} – {}</title>
                <link rel="stylesheet" href="/assets/box.css">
                <link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
                <script type="module" src="/assets/box.js"></script>
                </head>
                <body class="{}">
                <a class="skip" href="#main">{}</a>
                <header class="bar">
                <a class="name" href="/">{}</a>
                <p class="research">{}</p>
                <div id="status">{}</div>
                {}
                {}
                </header>
                {}
                <p id="offline" class="offline" role="alert" hidden>{}</p>
                <div class="with-nav">
                {}
                {}
                </div>
                <p id="said" class="hide" aria-live="polite"></p>
                </body>
                </html>
                """,
                view.language().code(),
                view.visitor().signedIn().map(person -> person.csrfToken()).orElse(""),
                title,
                siteName(),
                kind,
                view.say("frame.skip"),
                siteName(),
                view.say("frame.research"),
                Html.when(knows, () -> status(view, status.get())),
                languages(view),
                who(view),
                Html.join(List.of(
                        Html.when(
                                openAccess,
                                () -> Html.of("<p class=\"open-access\">{}</p>", view.say("frame.open_access"))),
                        firstSteps(view))),
                view.say("frame.offline"),
                Html.when(knows, () -> navigation(view)),
                main);
    }

    /** The site's own name, once it has one. */
    public String siteName() {
        var name = site.get().siteName();
        return name.isBlank() ? PRODUCT : name;
    }

    /** Until a new box is set up, whoever may do so is led on. */
    private Html firstSteps(View view) {
        var left = FirstStep.values().length - site.get().stepsDone().size();
        return Html.when(
                left > 0 && view.may(Right.CHANGE_SETTINGS) && !view.path().equals("/first-steps"),
                () -> Html.of(
                        "<p class=\"open-access\"><a href=\"/first-steps\">{}</a></p>", view.say("steps.left", left)));
    }

    /** What changes in the bar; fetched again after each event. */
    public static Html status(View view, BoxStatus status) {
        return Html.of(
                """
                <p class="health {}" id="health"><span class="dot" aria-hidden="true"></span>{}</p>
                <ul class="concerns">{}</ul>""",
                status.state().code(),
                status.words(view.language()),
                status.concerns().stream()
                        .map(concern -> Html.of("<li>{}</li>", view.say(concern)))
                        .toList());
    }

    private static Html languages(View view) {
        var choices = new ArrayList<Html>();
        Language.NAMES.forEach((code, name) -> choices.add(Html.of(
                "<option value=\"{}\" lang=\"{}\"{}>{}</option>",
                code,
                code,
                Html.when(code.equals(view.language().code()), () -> Html.of(" selected")),
                name)));
        return Html.of("""
                <form class="languages" method="post" action="/language">{}\
                <input type="hidden" name="back" value="{}"><select name="to" aria-label="{}" data-send>{}</select>\
                <noscript><button>{}</button></noscript></form>""", view.csrf(), view.path(), view.say("frame.language"), choices, view.say("frame.choose"));
    }

    private static Html who(View view) {
        return view.visitor()
                .signedIn()
                .map(person -> Html.of(
                        "<div class=\"who-am-i\"><a href=\"/account\">{}</a>{}</div>",
                        person.name(),
                        view.button("/sign-out", "frame.sign_out", "quiet-button")))
                .orElse(Html.EMPTY);
    }

    private static boolean isHere(View view, Place place) {
        return view.path().equals(place.path())
                || (!place.path().equals("/") && view.path().startsWith(place.path() + "/"));
    }

    private static Html navigation(View view) {
        var links = PLACES.stream()
                .filter(place -> view.may(place.needs()))
                .map(place -> Html.of(
                        "<a href=\"{}\"{}><svg class=\"icon\" aria-hidden=\"true\"><use href=\"/assets/icons.svg#{}\"/></svg><span>{}</span></a>",
                        place.path(),
                        Html.when(isHere(view, place), () -> Html.of(" aria-current=\"page\"")),
                        place.icon(),
                        view.say(place.key())))
                .toList();
        return Html.of("<nav class=\"places\" aria-label=\"{}\">{}</nav>", view.say("frame.places"), links);
    }
}
