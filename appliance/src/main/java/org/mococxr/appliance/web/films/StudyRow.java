package org.mococxr.appliance.web.films;

import java.util.Optional;
import java.util.stream.Collectors;
import org.mococxr.appliance.journal.FilmEntry;
import org.mococxr.appliance.journal.StudyEntry;
import org.mococxr.appliance.screening.FindingRule;
import org.mococxr.appliance.web.frame.View;
import org.mococxr.appliance.web.html.Html;
import org.mococxr.appliance.web.language.Words;

/** One study as a row of the worklist, for one reader; a film that belongs to none is a row of its own. */
final class StudyRow {
    private final View view;
    private final FilmRow films;

    StudyRow(View view, FilmRow films) {
        this.view = view;
        this.films = films;
    }

    Html of(StudyEntry study) {
        if (study.ref().isEmpty()) {
            return films.of(study.newest());
        }
        var face = study.face();
        return Html.of(
                """
                <tr id="study-{}" class="film {}{}" data-films="{}" data-order="{}" data-said="{}">
                <td class="thumb">{}</td>
                <th scope="row" class="who"><a href="/films/{}">{}</a>{}<span class="meta">{}</span>{}{}</th>
                {}
                <td class="reports">{}</td>
                </tr>
                """,
                study.ref().get(),
                Words.state(face),
                face.isTest() ? " test" : "",
                study.films().stream().map(FilmEntry::ref).collect(Collectors.joining(" ")),
                study.newest().receivedAt().toEpochMilli(),
                study.films().stream()
                        .map(films::announcement)
                        .filter(words -> !words.isEmpty())
                        .collect(Collectors.joining(" ")),
                FilmRow.thumbnail(face),
                face.ref(),
                films.title(face),
                films.flags(face),
                FilmRow.meta(view, face),
                Html.when(
                        study.open(),
                        () -> Html.of("<span class=\"meta comes\">{}</span>", view.say("study.more_may_come"))),
                Html.when(isMany(study) && face.scored().isPresent(), () -> StudyFilms.of(view, study, "")),
                result(study),
                films.reports(
                        study.films().stream()
                                .flatMap(film -> film.deliveries().stream())
                                .toList(),
                        study.films().stream().anyMatch(film -> film.outcome().isEmpty())));
    }

    private static boolean isMany(StudyEntry study) {
        return study.films().size() > 1;
    }

    private Html result(StudyEntry study) {
        return isMany(study)
                ? study.face()
                        .scored()
                        .map(scored -> films.scored(scored, rule -> standing(study, rule)))
                        .orElseGet(() -> films.wide(StudyFilms.of(view, study, ""), "said"))
                : films.result(study.newest());
    }

    /** Says which film stands for the study, unless there is only one that can. */
    private Optional<Html> standing(StudyEntry study, FindingRule rule) {
        var canStand =
                study.films().stream().filter(film -> film.scored().isPresent()).count();
        return study.standing().stream()
                .filter(standing -> standing.assessment().finding().equals(rule.finding()))
                .findFirst()
                .map(standing -> Html.of(
                        "{}{}",
                        ScoreBar.of(view, standing.assessment()),
                        Html.when(
                                canStand > 1,
                                () -> Html.of(
                                        "<span class=\"small stands\">{}</span>",
                                        StudyFilms.name(view, study, standing.film())))));
    }
}
