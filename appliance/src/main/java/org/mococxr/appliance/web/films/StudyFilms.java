package org.mococxr.appliance.web.films;

import org.mococxr.appliance.journal.FilmEntry;
import org.mococxr.appliance.journal.StudyEntry;
import org.mococxr.appliance.screening.FilmIdentity;
import org.mococxr.appliance.web.frame.View;
import org.mococxr.appliance.web.html.Html;

/** The films of a study, one a line: which it is, and what became of it. */
final class StudyFilms {
    /** A sender that gives all its films one study would fill the page. */
    private static final int MOST_LISTED = 12;

    private StudyFilms() {}

    /** @param here the film that is looked at, which is no link; empty where none is */
    static Html of(View view, StudyEntry study, String here) {
        var films = study.films();
        var first = Math.max(0, films.size() - MOST_LISTED);
        return Html.of(
                "<ul class=\"of-study\">{}{}</ul>",
                Html.when(first > 0, () -> Html.of("<li>{}</li>", view.say("study.more", first))),
                films.subList(first, films.size()).stream()
                        .map(film -> film(view, study, film, film.ref().equals(here)))
                        .toList());
    }

    private static Html film(View view, StudyEntry study, FilmEntry film, boolean isHere) {
        var name = name(view, study, film);
        return Html.of(
                "<li>{} {}</li>",
                isHere
                        ? Html.of("<strong>{}</strong> ({})", name, view.say("study.this_film"))
                        : Html.of("<a href=\"/films/{}\">{}</a>", film.ref(), name),
                became(view, film));
    }

    /** The number that it came with, and the view if its header says one. */
    static String name(View view, StudyEntry study, FilmEntry film) {
        var number = view.say("study.film", 1 + study.films().indexOf(film));
        return film.identity()
                .map(FilmIdentity::view)
                .filter(known -> !known.isBlank())
                .map(known -> number + " · " + known)
                .orElse(number);
    }

    private static Html became(View view, FilmEntry film) {
        return film.outcome()
                .map(outcome -> outcome.conclusion()
                        .fold(
                                scored -> Html.of("<span class=\"quiet\">{}</span>", view.say("study.film.assessed")),
                                refused -> Html.of(
                                        "<strong><span aria-hidden=\"true\">⊘</span> {}</strong> {}",
                                        view.say("film.not_assessed"),
                                        view.sentence(refused.code())),
                                failed -> Html.of(
                                        "<strong><span aria-hidden=\"true\">✕</span> {}</strong> {}",
                                        view.say("film.failed"),
                                        failed.reason())))
                .orElseGet(() -> Html.of("<span class=\"quiet\">{}</span>", FilmRow.waiting(view, film)));
    }
}
