package org.mococxr.appliance.web;

import java.util.ArrayList;
import java.util.List;
import org.mococxr.appliance.health.BoxStatus;
import org.mococxr.appliance.journal.FilmEntry;
import org.mococxr.appliance.journal.FilmFilter;
import org.mococxr.appliance.screening.ModelFacts;

/** The page around worklist and film: the bar with what this is and how the box is, list, upload and empty state. */
final class Page {
    private final ModelFacts model;
    private final BoxAddress address;
    private final FilmRow row;
    private final FilmPanel panel;

    Page(ModelFacts model, BoxAddress address) {
        this.model = model;
        this.address = address;
        this.row = new FilmRow(model, !address.peers().isEmpty());
        this.panel = new FilmPanel(model);
    }

    FilmRow row() {
        return row;
    }

    FilmPanel panel() {
        return panel;
    }

    Html worklist(List<FilmEntry> films, FilmFilter filter, BoxStatus status) {
        return frame(
                "Worklist",
                status,
                Html.of(
                        """
                <main id="worklist">
                <div class="above">
                <h1>Films</h1>
                <nav class="filters" aria-label="Which films">{}</nav>
                <label class="search"><span class="hide">Find in the list</span><input type="search" id="find" placeholder="Find ( / )" autocomplete="off"></label>
                <form id="upload" class="upload" method="post" action="/api/v1/films" enctype="multipart/form-data">
                <label class="button">Add films<input type="file" name="film" multiple class="hide"></label>
                <noscript><button>Send</button></noscript>
                </form>
                </div>
                <ul id="uploads" class="uploads" aria-live="polite"></ul>
                {}
                <table id="films"{}>
                <caption class="hide">Films, newest first</caption>
                <thead><tr><td></td><th scope="col">Film</th>{}<th scope="col">Reports</th></tr></thead>
                <tbody>{}</tbody>
                </table>
                <button id="newer" type="button" hidden></button>
                <div id="drop" hidden><p>Drop films here: DICOM, PNG or JPEG</p></div>
                </main>
                """,
                        filters(filter),
                        empty(films.isEmpty(), filter),
                        Html.when(films.isEmpty(), () -> Html.of(" hidden")),
                        model.rules().stream()
                                .map(rule -> Html.of("<th scope=\"col\">{}</th>", rule.words()))
                                .toList(),
                        films.stream().map(row::of).toList()));
    }

    private static List<Html> filters(FilmFilter current) {
        var links = new ArrayList<Html>();
        for (var filter : FilmFilter.values()) {
            links.add(Html.of(
                    "<a href=\"/?show={}\"{}>{}</a>",
                    filter.code(),
                    Html.when(filter == current, () -> Html.of(" aria-current=\"page\"")),
                    switch (filter) {
                        case ALL -> "All";
                        case OPEN -> "Waiting";
                        case SCORED -> "Scored";
                        case SUGGESTIVE -> "Suggestive";
                        case REFUSED -> "Refused";
                        case FAILED -> "Failed";
                        case ATTENTION -> "Needs a person";
                    }));
        }
        return links;
    }

    private Html empty(boolean empty, FilmFilter filter) {
        if (filter != FilmFilter.ALL) {
            return Html.of(
                    "<p id=\"empty\" class=\"empty\"{}>No such film.</p>", Html.when(!empty, () -> Html.of(" hidden")));
        }
        return Html.of(
                """
                <section id="empty" class="empty"{}>
                <h2>No film yet. Send a test film.</h2>
                <p>Enter this box at the X-ray unit as a storage destination:</p>
                <dl><div><dt>AE title</dt><dd>{}</dd></div><div><dt>Address</dt><dd>{}</dd></div><div><dt>Port</dt><dd>{}</dd></div></dl>
                <p>Or drop a DICOM, PNG or JPEG film anywhere on this page.</p>
                </section>
                """,
                Html.when(!empty, () -> Html.of(" hidden")),
                address.aeTitle(),
                String.join(" or ", address.hosts()),
                String.valueOf(address.dicomPort()));
    }

    Html film(FilmEntry film, Html panel, BoxStatus status) {
        return frame(
                "Film",
                status,
                Html.of(
                        "<main class=\"alone dark\"><p class=\"back\"><a href=\"/\">← All films</a></p>{}</main>",
                        panel));
    }

    Html notFound(BoxStatus status) {
        return frame(
                "Not found",
                status,
                Html.of("<main><h1>There is no such page.</h1><p><a href=\"/\">To the films</a></p></main>"));
    }

    /** What changes in the bar; fetched again after each event. */
    Html status(BoxStatus status) {
        return Html.of(
                """
                <p class="health {}" id="health"><span class="dot" aria-hidden="true"></span>{}</p>
                <ul class="concerns">{}</ul>""",
                status.state().code(),
                status.words(),
                status.concerns().stream()
                        .map(concern -> Html.of("<li>{}</li>", concern))
                        .toList());
    }

    private Html frame(String title, BoxStatus status, Html main) {
        return Html.of(
                """
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <title>{} – MoCo-CXR Appliance</title>
                <link rel="stylesheet" href="/assets/box.css">
                <link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
                <script type="module" src="/assets/box.js"></script>
                </head>
                <body>
                <a class="skip" href="#films">To the films</a>
                <header class="bar">
                <a class="name" href="/">MoCo-CXR Appliance</a>
                <p class="research">Research use only, not a medical device</p>
                <div id="status">{}</div>
                </header>
                <p id="offline" class="offline" role="alert" hidden>The box does not answer. What you see may be old; this page returns by itself.</p>
                {}
                <footer>
                <p>Films come in at <strong>{}</strong>, {}, port {}. Reports go to {}.</p>
                <p>Model {} release {}; {}. Runs on {}.</p>
                </footer>
                <p id="said" class="hide" aria-live="polite"></p>
                <dialog id="film" class="dark" aria-label="Film"><form method="dialog"><button class="close" aria-label="Close">✕ Close</button></form><div id="film-content"></div></dialog>
                </body>
                </html>
                """,
                title,
                status(status),
                main,
                address.aeTitle(),
                String.join(" or ", address.hosts()),
                String.valueOf(address.dicomPort()),
                address.peers().isEmpty() ? "nowhere (start with --pacs)" : String.join(", ", address.peers()),
                model.name(),
                model.release(),
                model.goldenTest(),
                model.provider());
    }
}
