package org.mococxr.appliance.web.films;

import java.util.List;
import org.mococxr.appliance.journal.FilmEntry;
import org.mococxr.appliance.journal.Reading;
import org.mococxr.appliance.people.Right;
import org.mococxr.appliance.people.Visitor;
import org.mococxr.appliance.screening.Assessment;
import org.mococxr.appliance.screening.Conclusion;
import org.mococxr.appliance.web.frame.View;
import org.mococxr.appliance.web.html.Html;

/** What people said about a film's results, and the form to say it. */
final class ReadingForm {
    /** Reasons to disagree. */
    static final List<String> REASONS = List.of("not_there", "missed", "other_cause", "poor_film", "other");

    private ReadingForm() {}

    static Html of(View view, FilmEntry film, Conclusion.Scored scored, List<Reading> readings) {
        return Html.of(
                "<section class=\"readings\"><h2>{}</h2>{}{}</section>",
                view.say("reading.title"),
                readings.isEmpty()
                        ? Html.of("<p class=\"quiet\">{}</p>", view.say("reading.none"))
                        : Html.of(
                                "<ul>{}</ul>",
                                readings.stream()
                                        .map(reading -> said(view, film, reading))
                                        .toList()),
                Html.when(
                        view.may(Right.READ_FILMS),
                        () -> Html.join(scored.assessments().stream()
                                .map(assessment -> form(view, film, assessment))
                                .toList())));
    }

    private static Html said(View view, FilmEntry film, Reading reading) {
        return Html.of(
                "<li>{} <strong>{}</strong> {} <span class=\"small\">{}</span>{}</li>",
                view.finding(reading.finding()) + ":",
                view.say(reading.agrees() ? "reading.agrees" : "reading.disagrees", Visitor.inWords(reading.reader())),
                reading.reason().isEmpty() ? "" : view.say("reading.reason." + reading.reason()),
                reading.note(),
                Html.when(
                        view.may(Right.READ_FILMS)
                                && reading.reader().equals(view.visitor().name()),
                        () -> view.button(
                                "/films/%s/readings/%d/withdraw".formatted(film.ref(), reading.id()),
                                "reading.undo",
                                "")));
    }

    private static Html form(View view, FilmEntry film, Assessment assessment) {
        return Html.of(
                """
                <details class="read"><summary>{}</summary>
                <form method="post" action="/films/{}/readings">{}<input type="hidden" name="finding" value="{}">
                <fieldset><legend>{}</legend>
                <label class="check"><input type="radio" name="agrees" value="yes" required> {}</label>
                <label class="check"><input type="radio" name="agrees" value="no" required> {}</label></fieldset>
                <fieldset><legend>{}</legend>{}</fieldset>
                <label>{}<textarea name="note" rows="2" maxlength="500"></textarea></label>
                <button class="main">{}</button></form></details>""",
                view.say("reading.about", view.finding(assessment.finding())),
                film.ref(),
                view.csrf(),
                assessment.finding(),
                view.say("reading.question", view.decision(assessment)),
                view.say("reading.agree"),
                view.say("reading.disagree"),
                view.say("reading.why"),
                REASONS.stream()
                        .map(reason -> Html.of(
                                "<label class=\"check\"><input type=\"radio\" name=\"reason\" value=\"{}\"> {}</label>",
                                reason,
                                view.say("reading.reason." + reason)))
                        .toList(),
                view.say("reading.note"),
                view.say("reading.save"));
    }
}
