package org.mococxr.appliance.web;

import java.util.ArrayList;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.mococxr.appliance.journal.DeliveryEntry;
import org.mococxr.appliance.journal.FilmEntry;
import org.mococxr.appliance.screening.Assessment;
import org.mococxr.appliance.screening.Conclusion;
import org.mococxr.appliance.screening.FilmIdentity;
import org.mococxr.appliance.screening.FindingRule;
import org.mococxr.appliance.screening.ModelFacts;

/** One film as a row of the worklist. */
final class FilmRow {
    private static final int THUMBNAIL_SIDE = 160;

    private final Supplier<ModelFacts> model;
    private final boolean delivers;

    FilmRow(Supplier<ModelFacts> model, boolean delivers) {
        this.model = model;
        this.delivers = delivers;
    }

    Html of(FilmEntry film) {
        return Html.of(
                """
                <tr id="film-{}" class="film {}" data-ref="{}" data-order="{}" data-said="{}">
                <td class="thumb"><img src="/api/v1/films/{}/image.png?max={}" alt="" loading="lazy" width="72" height="72"></td>
                <th scope="row" class="who"><a href="/films/{}">{}</a>{}<span class="meta">{}</span></th>
                {}
                <td class="reports">{}</td>
                </tr>
                """,
                film.ref(),
                Words.state(film),
                film.ref(),
                film.receivedAt().toEpochMilli(),
                announcement(film),
                film.ref(),
                THUMBNAIL_SIDE,
                film.ref(),
                title(film),
                Html.when(
                        film.conflict(),
                        () -> Html.of("<span class=\"flag\">Instance UID seen before with other content</span>")),
                meta(film),
                result(film),
                reports(film));
    }

    static String title(FilmEntry film) {
        return film.identity()
                .map(identity -> {
                    var id = identity.patientId().isBlank() ? "No patient ID" : identity.patientId();
                    return identity.initials().isBlank() ? id : id + " · " + identity.initials();
                })
                .orElse("Film");
    }

    static Html meta(FilmEntry film) {
        return Html.of(
                "<span class=\"facts\">{}</span><time datetime=\"{}\" title=\"{}\">{}</time> from {}",
                film.identity().map(FilmRow::facts).orElse(""),
                film.receivedAt(),
                Words.time(film.receivedAt()),
                Words.time(film.receivedAt()),
                film.sender());
    }

    private static String facts(FilmIdentity identity) {
        var facts = new ArrayList<String>();
        identity.ageYears().ifPresent(age -> facts.add(age + " y"));
        for (var fact : new String[] {identity.sex(), identity.view(), identity.device()}) {
            if (!fact.isBlank()) {
                facts.add(fact);
            }
        }
        return String.join(" · ", facts);
    }

    private Html result(FilmEntry film) {
        return film.outcome()
                .map(outcome -> outcome.conclusion().fold(this::scored, this::refused, this::failed))
                .orElseGet(() -> wide(
                        film.stage() == FilmEntry.Stage.WORKING ? "Being assessed …" : waiting(film), "said quiet"));
    }

    private static String waiting(FilmEntry film) {
        return film.attempts() == 0
                ? "Waiting to be assessed"
                : "Waiting to be tried again, %d %s so far"
                        .formatted(film.attempts(), film.attempts() == 1 ? "try" : "tries");
    }

    private Html scored(Conclusion.Scored scored) {
        var cells = new ArrayList<Html>();
        for (var rule : model.get().rules()) {
            cells.add(Html.of(
                    "<td class=\"finding\" data-finding=\"{}\">{}</td>",
                    rule.words(),
                    assessment(scored, rule)
                            .map(ScoreBar::of)
                            .orElseGet(() ->
                                    Html.of("<span class=\"decision\">– Not assessed by {}</span>", scored.model()))));
        }
        return Html.join(cells);
    }

    private static Optional<Assessment> assessment(Conclusion.Scored scored, FindingRule rule) {
        return scored.assessments().stream()
                .filter(assessment -> assessment.finding().equals(rule.finding()))
                .findFirst();
    }

    private Html refused(Conclusion.Refused refused) {
        return Html.of(
                "<td class=\"said\" colspan=\"{}\">{}</td>", model.get().rules().size(), refusal(refused));
    }

    static Html refusal(Conclusion.Refused refused) {
        var code = refused.refusal().code();
        return Html.of("""
                <strong><span aria-hidden="true">⊘</span> Not assessed.</strong> {} <span class="found">{}</span>
                <span class="next">{}</span>""", code.sentence(), refused.refusal().found(), code.nextStep());
    }

    private Html failed(Conclusion.Failed failed) {
        return Html.of("""
                <td class="said" colspan="{}"><strong><span aria-hidden="true">✕</span> The box could not assess this film.</strong>
                {} <span class="next">Read it without AI. The film itself is kept.</span></td>""", model.get().rules().size(), failed.reason());
    }

    private Html wide(String text, String kind) {
        return Html.of(
                "<td class=\"{}\" colspan=\"{}\">{}</td>", kind, model.get().rules().size(), text);
    }

    private Html reports(FilmEntry film) {
        if (film.deliveries().isEmpty()) {
            return Html.of(
                    "<span class=\"quiet\">{}</span>",
                    delivers || film.outcome().isEmpty() ? "–" : "No PACS set up");
        }
        var chips = new ArrayList<Html>();
        for (var state : DeliveryEntry.State.values()) {
            var count = film.deliveries().stream()
                    .filter(delivery -> delivery.state() == state)
                    .count();
            if (count > 0) {
                chips.add(Html.of(
                        "<span class=\"chip {}\">{} {}</span> ",
                        state.name().toLowerCase(Locale.ROOT),
                        count,
                        Words.delivery(state)));
            }
        }
        return Html.join(chips);
    }

    /** What a screen reader says when the row arrives; no identity, the room may listen. */
    private String announcement(FilmEntry film) {
        return film.outcome()
                .map(outcome -> outcome.conclusion()
                        .fold(
                                scored -> "Film scored. "
                                        + String.join(
                                                ". ",
                                                scored.assessments().stream()
                                                        .map(a -> Words.finding(a.finding()) + ": " + ScoreBar.words(a))
                                                        .toList()),
                                refused -> "Film refused. "
                                        + refused.refusal().code().sentence(),
                                failed -> "A film could not be assessed."))
                .orElse("");
    }
}
