package org.mococxr.appliance.web.films;

import org.mococxr.appliance.journal.Study;
import org.mococxr.appliance.web.frame.View;
import org.mococxr.appliance.web.html.Html;
import org.mococxr.appliance.web.language.Words;

/** What the other films of a film's study say, and the study as a whole; nothing for a study of one film. */
final class StudySection {
    private StudySection() {}

    /** @param here the film that is looked at */
    static Html of(View view, Study study, String here) {
        return Html.when(
                study.films().size() > 1,
                () -> Html.of(
                        "<section><h2>{}</h2><p>{}</p><ul class=\"earlier\">{}</ul>{}</section>",
                        view.say("study.title"),
                        view.say("study.films", study.films().size()),
                        study.films().stream()
                                .map(ref -> film(view, ref, ref.equals(here)))
                                .toList(),
                        study.open() || study.result().isEmpty()
                                ? Html.of("<p class=\"small\">{}</p>", view.say("study.open"))
                                : result(view, study.result().get(), here)));
    }

    private static Html film(View view, String ref, boolean isHere) {
        return isHere
                ? Html.of("<li>{}</li>", view.say("study.this_film"))
                : Html.of("<li><a href=\"/films/{}\">{}</a></li>", ref, view.say("study.film", ref));
    }

    private static Html result(View view, Study.Result result, String here) {
        return Html.of(
                "<p class=\"small\">{}</p><ul class=\"earlier\">{}</ul>",
                view.say("study.whole"),
                result.findings().stream()
                        .map(finding -> Html.of(
                                "<li>{}: <strong>{}</strong> {} <a class=\"small\" href=\"/films/{}\">{}</a></li>",
                                view.finding(finding.finding()),
                                view.say("decision." + decision(finding)),
                                Words.score(finding.probability()),
                                finding.filmRef(),
                                finding.filmRef().equals(here)
                                        ? view.say("study.this_film")
                                        : view.say("study.film", finding.filmRef())))
                        .toList());
    }

    private static String decision(Study.Finding finding) {
        if (finding.nearCutOff()) {
            return "near_cut_off";
        }
        return finding.suggestive() ? "suggestive" : "not_suggestive";
    }
}
