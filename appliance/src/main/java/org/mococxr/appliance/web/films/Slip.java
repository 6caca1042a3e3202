package org.mococxr.appliance.web.films;

import org.mococxr.appliance.journal.FilmEntry;
import org.mococxr.appliance.screening.Conclusion;
import org.mococxr.appliance.web.box.PageAddress;
import org.mococxr.appliance.web.frame.Frame;
import org.mococxr.appliance.web.frame.View;
import org.mococxr.appliance.web.html.Html;
import org.mococxr.appliance.web.html.QrCode;

/** One film's result on half a sheet of paper, to go with the patient's papers: never a picture or heat map; its code leads to the record and names nobody. */
final class Slip {
    private Slip() {}

    /** @param patient as the site calls patients */
    static Html of(View view, Frame frame, PageAddress address, FilmEntry film, String patient) {
        return frame.around(
                view,
                view.say("slip.title"),
                "slip-page",
                Html.of(
                        """
                <main id="main"><p class="no-print"><a href="/films/{}">← {}</a> <button type="button" data-print>{}</button></p>
                <article class="slip"><p class="site">{}</p><p class="research">{}</p><h1>{}</h1>{}
                <dl><div><dt>{}</dt><dd>{}</dd></div><div><dt>{}</dt><dd>{}</dd></div><div><dt>{}</dt><dd>{}</dd></div></dl>
                {}
                <p class="signed">{}</p><figure class="scan">{}<figcaption>{}<br><code>{}</code></figcaption></figure></article></main>""",
                        film.ref(),
                        view.say("film.title"),
                        view.say("slip.print"),
                        frame.siteName(),
                        view.say("frame.research"),
                        view.say("slip.title"),
                        FilmPage.testMark(view, film),
                        view.say("slip.patient"),
                        patient,
                        view.say("slip.received"),
                        view.time(film.receivedAt()),
                        view.say("slip.record"),
                        film.ref(),
                        film.outcome()
                                .map(outcome -> outcome.conclusion()
                                        .fold(
                                                scored -> results(view, scored),
                                                refused -> Html.of("<p>{}</p>", FilmRow.refusal(view, refused)),
                                                failed -> Html.of("<p>{}</p>", FilmRow.failure(view, failed))))
                                .orElseGet(() -> Html.of("<p>{}</p>", view.say("film.waiting"))),
                        view.say("slip.signed"),
                        QrCode.of(address.of(film.ref()), view.say("slip.scan")),
                        view.say("slip.scan"),
                        address.of(film.ref())));
    }

    private static Html results(View view, Conclusion.Scored scored) {
        return Html.of(
                "<table><caption class=\"hide\">{}</caption><thead><tr><th scope=\"col\">{}</th><th scope=\"col\">{}</th><th scope=\"col\">{}</th></tr></thead><tbody>{}</tbody></table><p class=\"small\">{}</p>",
                view.say("slip.title"),
                view.say("slip.finding"),
                view.say("slip.score"),
                view.say("slip.result"),
                scored.assessments().stream()
                        .map(assessment -> Html.of(
                                "<tr><th scope=\"row\">{}</th><td>{}</td><td><strong>{}</strong></td></tr>",
                                view.finding(assessment.finding()),
                                view.say(
                                        "score.of_100",
                                        view.score(assessment.probability()),
                                        view.score(assessment.thresholdProbability())),
                                view.decision(assessment)))
                        .toList(),
                view.say(
                        "film.scored_by",
                        scored.model(),
                        scored.provider(),
                        scored.took().toMillis()));
    }
}
