package org.mococxr.appliance.web;

import java.util.ArrayList;
import java.util.List;
import org.mococxr.appliance.journal.FilmEntry;
import org.mococxr.appliance.journal.FilmFilter;
import org.mococxr.appliance.screening.ModelFacts;

/** Worklist and film: list, upload and empty state, one film large. */
final class Page {
    private final ModelFacts model;
    private final BoxAddress address;
    private final FilmRow row;
    private final FilmPanel panel;
    private final Frame frame;

    Page(Frame frame, ModelFacts model, BoxAddress address) {
        this.frame = frame;
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

    Html worklist(View view, List<FilmEntry> films, FilmFilter filter) {
        return frame.around(
                view,
                "Films",
                "",
                Html.of(
                        """
                <main id="main" class="worklist">
                <div class="above">
                <h1>Films</h1>
                <nav class="filters" aria-label="Which films">{}</nav>
                <label class="search"><span class="hide">Find in the list</span><input type="search" id="find" placeholder="Find ( / )" autocomplete="off"></label>
                <form id="upload" class="upload" method="post" action="/api/v1/films" enctype="multipart/form-data">{}
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
                <div id="drop" hidden><p>Drop films here: DICOM, PNG, JPEG or a zip of them</p></div>
                {}
                </main>
                """,
                        filters(filter),
                        view.csrf(),
                        empty(films.isEmpty(), filter),
                        Html.when(films.isEmpty(), () -> Html.of(" hidden")),
                        model.rules().stream()
                                .map(rule -> Html.of("<th scope=\"col\">{}</th>", rule.words()))
                                .toList(),
                        films.stream().map(row::of).toList(),
                        footer()));
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
                <p>Or drop DICOM, PNG or JPEG films, or a zip of them, anywhere on this page.</p>
                </section>
                """,
                Html.when(!empty, () -> Html.of(" hidden")),
                address.aeTitle(),
                String.join(" or ", address.hosts()),
                String.valueOf(address.dicomPort()));
    }

    Html film(View view, FilmEntry film, Html panel) {
        return frame.around(
                view,
                "Film",
                "dark-page",
                Html.of(
                        "<main id=\"main\" class=\"alone dark\" data-film=\"{}\"><p class=\"back\"><a href=\"/\">← All films</a></p>{}</main>",
                        film.ref(),
                        panel));
    }

    private Html footer() {
        return Html.of(
                """
                <footer>
                <p>Films come in at <strong>{}</strong>, {}, port {}. Reports go to {}.</p>
                <p>Model {} release {}; {}. Runs on {}.</p>
                </footer>
                <dialog id="film" class="dark" aria-label="Film"><form method="dialog"><button class="close" aria-label="Close">✕ Close</button></form><div id="film-content"></div></dialog>
                """,
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
