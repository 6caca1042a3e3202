package org.mococxr.appliance.web.films;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.mococxr.appliance.journal.DeliveryEntry;
import org.mococxr.appliance.journal.FilmEntry;
import org.mococxr.appliance.language.Sentence;
import org.mococxr.appliance.screening.Conclusion;
import org.mococxr.appliance.screening.FilmIdentity;
import org.mococxr.appliance.screening.FindingRule;
import org.mococxr.appliance.web.frame.View;
import org.mococxr.appliance.web.html.Html;
import org.mococxr.appliance.web.language.Words;

/** One film as a row of the worklist, for one reader. */
final class FilmRow {
    private static final int THUMBNAIL_SIDE = 160;

    private final View view;
    private final List<FindingRule> rules;
    private final boolean delivers;
    private final PatientTitles titles;

    /** @param rules of the model in use, one column each; without one, a single column has what there is */
    FilmRow(View view, List<FindingRule> rules, boolean delivers, PatientTitles titles) {
        this.view = view;
        this.rules = List.copyOf(rules);
        this.delivers = delivers;
        this.titles = titles;
    }

    Html of(FilmEntry film) {
        return Html.of(
                """
                <tr id="film-{}" class="film {}{}" data-films="{}" data-order="{}" data-said="{}">
                <td class="thumb">{}</td>
                <th scope="row" class="who"><a href="/films/{}">{}</a>{}<span class="meta">{}</span></th>
                {}
                <td class="reports">{}</td>
                </tr>
                """,
                film.ref(),
                Words.state(film),
                film.isTest() ? " test" : "",
                film.ref(),
                film.receivedAt().toEpochMilli(),
                announcement(film),
                thumbnail(film),
                film.ref(),
                title(film),
                flags(film),
                meta(view, film),
                result(film),
                reports(film.deliveries(), film.outcome().isEmpty()));
    }

    static Html thumbnail(FilmEntry film) {
        return Html.of(
                "<img src=\"/api/v1/films/{}/image.png?max={}\" alt=\"\" loading=\"lazy\" width=\"72\" height=\"72\">",
                film.ref(),
                THUMBNAIL_SIDE);
    }

    Html flags(FilmEntry film) {
        return Html.join(List.of(
                Html.when(film.isTest(), () -> Html.of("<span class=\"flag\">{}</span>", view.say("film.test.why"))),
                Html.when(
                        film.conflict(), () -> Html.of("<span class=\"flag\">{}</span>", view.say("film.conflict")))));
    }

    String title(FilmEntry film) {
        return titles.of(view, film);
    }

    static Html meta(View view, FilmEntry film) {
        return Html.of(
                "<span class=\"facts\">{}</span>{} {}",
                film.identity().map(identity -> facts(view, identity)).orElse(""),
                view.moment(film.receivedAt(), true),
                view.say("film.from", Sentence.sender(film.sender())));
    }

    private static String facts(View view, FilmIdentity identity) {
        var facts = new ArrayList<String>();
        identity.ageYears().ifPresent(age -> facts.add(view.say("film.years", age)));
        for (var fact : new String[] {identity.sex(), identity.view(), identity.device()}) {
            if (!fact.isBlank()) {
                facts.add(fact);
            }
        }
        return String.join(" · ", facts);
    }

    Html result(FilmEntry film) {
        return film.outcome()
                .map(outcome -> outcome.conclusion().fold(this::scored, this::refused, this::failed))
                .orElseGet(() -> wide(Html.of("{}", waiting(view, film)), "said quiet"));
    }

    /** What is being done with a film that has no end yet. */
    static String waiting(View view, FilmEntry film) {
        if (film.stage() == FilmEntry.Stage.WORKING) {
            return view.say("film.working");
        }
        return film.attempts() == 0 ? view.say("film.waiting") : view.say("film.waiting_again", film.attempts());
    }

    private Html scored(Conclusion.Scored scored) {
        return scored(
                scored,
                rule -> scored.assessments().stream()
                        .filter(assessment -> assessment.finding().equals(rule.finding()))
                        .findFirst()
                        .map(assessment -> ScoreBar.of(view, assessment)));
    }

    /** @param score what a cell shows, if the finding was assessed */
    Html scored(Conclusion.Scored scored, Function<FindingRule, Optional<Html>> score) {
        if (rules.isEmpty()) {
            return wide(
                    Html.join(scored.assessments().stream()
                            .map(assessment -> Html.of(
                                    "<strong>{}</strong> {}",
                                    view.finding(assessment.finding()),
                                    ScoreBar.of(view, assessment)))
                            .toList()),
                    "finding");
        }
        return Html.join(rules.stream()
                .map(rule -> Html.of(
                        "<td class=\"finding\" data-finding=\"{}\">{}</td>",
                        view.finding(rule),
                        score.apply(rule)
                                .orElseGet(() -> Html.of(
                                        "<span class=\"decision\">– {}</span>",
                                        view.say("film.not_assessed_by", scored.model())))))
                .toList());
    }

    private Html refused(Conclusion.Refused refused) {
        return wide(refusal(view, refused), "said");
    }

    /** What, why, and what to do. */
    static Html refusal(View view, Conclusion.Refused refused) {
        var code = refused.code();
        return Html.of(
                """
                <strong><span aria-hidden="true">⊘</span> {}</strong> {} <span class="found">{} {}</span>
                <span class="next">{}</span>""",
                view.say("film.not_assessed"),
                view.sentence(code),
                view.say("film.found"),
                view.marked(refused.found()),
                view.nextStep(code));
    }

    private Html failed(Conclusion.Failed failed) {
        return wide(failure(view, failed), "said");
    }

    static Html failure(View view, Conclusion.Failed failed) {
        return Html.of(
                "<strong><span aria-hidden=\"true\">✕</span> {}</strong> {} <span class=\"next\">{}</span>",
                view.say("film.failed"),
                view.say(failed.reason()),
                view.say("film.failed.next"));
    }

    Html wide(Html content, String kind) {
        return Html.of("<td class=\"{}\" colspan=\"{}\">{}</td>", kind, Math.max(1, rules.size()), content);
    }

    /** @param open whether there is more to come */
    Html reports(List<DeliveryEntry> deliveries, boolean open) {
        if (deliveries.isEmpty()) {
            return Html.of("<span class=\"quiet\">{}</span>", delivers || open ? "–" : view.say("reports.no_pacs"));
        }
        var chips = new ArrayList<Html>();
        for (var state : DeliveryEntry.State.values()) {
            var count = deliveries.stream()
                    .filter(delivery -> delivery.state() == state)
                    .count();
            if (count > 0) {
                chips.add(Html.of(
                        "<span class=\"chip {}\">{} {}</span> ",
                        state.name().toLowerCase(Locale.ROOT),
                        count,
                        reportState(view, state)));
            }
        }
        return Html.join(chips);
    }

    static String reportState(View view, DeliveryEntry.State state) {
        return view.say("reports." + state.name().toLowerCase(Locale.ROOT));
    }

    /** What a screen reader says when the row arrives; no identity, the room may listen. */
    String announcement(FilmEntry film) {
        return film.outcome()
                .map(outcome -> outcome.conclusion()
                        .fold(
                                scored -> view.say("film.said.scored") + " "
                                        + scored.assessments().stream()
                                                .map(a -> view.finding(a.finding()) + ": " + view.decision(a))
                                                .collect(Collectors.joining(". ")),
                                refused -> view.say("film.said.refused") + " " + view.sentence(refused.code()),
                                failed -> view.say("film.failed")))
                .orElse("");
    }
}
