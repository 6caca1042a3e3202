package org.mococxr.appliance.web.films;

import org.mococxr.appliance.journal.StudyEntry;
import org.mococxr.appliance.web.frame.View;
import org.mococxr.appliance.web.html.Html;

/** What became of the other films of a film's study, and what the study says as a whole; nothing for a study of one film. */
final class StudySection {
    private StudySection() {}

    /** @param here the film that is looked at */
    static Html of(View view, StudyEntry study, String here) {
        return Html.when(
                study.films().size() > 1,
                () -> Html.of(
                        "<section><h2>{}</h2><p>{}</p>{}{}{}</section>",
                        view.say("study.title"),
                        view.say("study.films", study.films().size()),
                        StudyFilms.of(view, study, here),
                        whole(view, study, here),
                        Html.when(study.open(), () -> Html.of("<p class=\"small\">{}</p>", view.say("study.open")))));
    }

    private static Html whole(View view, StudyEntry study, String here) {
        return Html.when(
                !study.standing().isEmpty(),
                () -> Html.of(
                        "<p class=\"small\">{}</p><ul class=\"earlier\">{}</ul>",
                        view.say("study.whole"),
                        study.standing().stream()
                                .map(standing -> standing(view, study, standing, here))
                                .toList()));
    }

    private static Html standing(View view, StudyEntry study, StudyEntry.Standing standing, String here) {
        var assessment = standing.assessment();
        return Html.of(
                "<li>{}: <strong>{}</strong> {} <a class=\"small\" href=\"/films/{}\">{}</a></li>",
                view.finding(assessment.finding()),
                view.decision(assessment),
                view.score(assessment.probability()),
                standing.film().ref(),
                standing.film().ref().equals(here)
                        ? view.say("study.this_film")
                        : StudyFilms.name(view, study, standing.film()));
    }
}
