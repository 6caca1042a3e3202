package org.mococxr.appliance.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.mococxr.appliance.journal.DeliveryEntry;
import org.mococxr.appliance.journal.FilmEntry;
import org.mococxr.appliance.journal.FilmEvent;
import org.mococxr.appliance.screening.Assessment;
import org.mococxr.appliance.screening.Conclusion;
import org.mococxr.appliance.screening.FindingRule;
import org.mococxr.appliance.screening.ModelFacts;

/** One film large, with its heat maps, what the scores mean, reasons for doubt, reports and history. */
final class FilmPanel {
    private static final int FILM_SIDE = 1800;

    private final Supplier<ModelFacts> model;

    FilmPanel(Supplier<ModelFacts> model) {
        this.model = model;
    }

    Html of(FilmEntry film, List<FilmEvent> events) {
        return Html.of(
                """
                <article class="panel" data-ref="{}">
                {}
                <div class="reading">
                <header><h2>{}</h2><p class="meta">{}</p></header>
                {}
                {}
                <section><h3>History</h3><ol class="history">{}</ol></section>
                </div>
                </article>
                """,
                film.ref(),
                viewer(film),
                FilmRow.title(film),
                FilmRow.meta(film),
                film.outcome()
                        .map(outcome -> outcome.conclusion().fold(this::scored, FilmPanel::refused, FilmPanel::failed))
                        .orElseGet(() -> Html.of("<section><p>Waiting to be assessed.</p></section>")),
                reports(film),
                events.stream().map(FilmPanel::event).toList());
    }

    private Html viewer(FilmEntry film) {
        var scored = scored(film);
        return Html.of(
                """
                <div class="viewer" tabindex="-1">
                <svg class="filters" width="0" height="0" aria-hidden="true" focusable="false"><filter id="window" color-interpolation-filters="sRGB">\
                <feComponentTransfer><feFuncR type="linear" slope="1" intercept="0"/><feFuncG type="linear" slope="1" intercept="0"/>\
                <feFuncB type="linear" slope="1" intercept="0"/></feComponentTransfer></filter></svg>
                <div class="stage"><div class="plate">
                <img class="film" src="/api/v1/films/{}/image.png?max={}" alt="The film" draggable="false">
                {}
                </div><p class="nothing" hidden>This object has no picture that can be shown.</p></div>
                <div class="tools" role="toolbar" aria-label="Film tools">
                {}
                <button type="button" data-do="zoom-in" title="Zoom in (+)">Zoom +</button>
                <button type="button" data-do="zoom-out" title="Zoom out (-)">Zoom −</button>
                <button type="button" data-do="invert" aria-pressed="false" title="Invert (I)">Invert</button>
                <button type="button" data-do="reset" title="Reset (R)">Reset</button>
                <label>Brightness <input type="range" data-set="level" min="0" max="100" value="50"></label>
                <label>Contrast <input type="range" data-set="width" min="0" max="100" value="50"></label>
                </div>
                <p class="hint">Drag to change brightness and contrast, wheel or pinch to zoom, Shift and drag to move. Keys: O heat map, I invert, R reset, + and − zoom.</p>
                </div>
                """,
                film.ref(),
                FILM_SIDE,
                Html.when(scored.isPresent(), FilmPanel::overlay),
                scored.map(found -> heatMapTools(film, found)).orElse(Html.EMPTY));
    }

    private static Optional<Conclusion.Scored> scored(FilmEntry film) {
        return film.outcome()
                .flatMap(outcome -> outcome.conclusion()
                        .fold(scored -> Optional.of(scored), refused -> Optional.empty(), failed -> Optional.empty()));
    }

    private static Html overlay() {
        return Html.of("<img class=\"heat\" alt=\"Heat map\" draggable=\"false\" hidden>");
    }

    private Html heatMapTools(FilmEntry film, Conclusion.Scored scored) {
        var choices = new ArrayList<Html>();
        var shown = strongestSuggestive(scored);
        for (var assessment : scored.assessments()) {
            choices.add(Html.of(
                    "<option value=\"/api/v1/films/{}/heatmap/{}.png\"{}>{}</option>",
                    film.ref(),
                    assessment.finding(),
                    Html.when(shown.filter(assessment::equals).isPresent(), () -> Html.of(" selected data-shown")),
                    words(assessment.finding())));
        }
        return Html.of("""
                <label>Heat map <select data-set="heat"><option value="">Off</option>{}</select></label>
                <label>Strength <input type="range" data-set="opacity" min="0" max="100" value="45"></label>
                """, choices);
    }

    private static Optional<Assessment> strongestSuggestive(Conclusion.Scored scored) {
        return scored.assessments().stream()
                .filter(Assessment::suggestive)
                .max((a, b) -> Double.compare(a.probability(), b.probability()));
    }

    private Html scored(Conclusion.Scored scored) {
        var findings = new ArrayList<Html>();
        for (var assessment : scored.assessments()) {
            findings.add(Html.of(
                    "<section class=\"finding\"><h3>{}</h3>{}{}</section>",
                    words(assessment.finding()),
                    ScoreBar.of(assessment),
                    explanation(scored, assessment)));
        }
        return Html.of(
                """
                {}
                {}
                <p class="small">Heat maps have {} cells over the whole picture, drawn smoothly. They show what moved the score, not where the lesion ends.</p>
                <p class="small">Scored by {} on {} in {} ms.</p>
                """,
                findings,
                doubts(scored),
                grid(scored),
                scored.model(),
                scored.provider(),
                scored.took().toMillis());
    }

    private static String grid(Conclusion.Scored scored) {
        var map = scored.assessments().get(0).heatMap();
        return map.rows() + " × " + map.columns();
    }

    private Html explanation(Conclusion.Scored scored, Assessment assessment) {
        return rule(scored, assessment)
                .map(rule -> Html.of(
                        "<p>{}</p><p class=\"small\">{} Cut-off {} (operating point “{}”).</p>",
                        Words.meaning(rule),
                        Words.measured(rule),
                        Words.score(assessment.thresholdProbability()),
                        assessment.operatingPoint()))
                .orElseGet(() -> Html.of(
                        "<p class=\"small\">Cut-off {} (operating point “{}” of an earlier model).</p>",
                        Words.score(assessment.thresholdProbability()),
                        assessment.operatingPoint()));
    }

    private Optional<FindingRule> rule(Conclusion.Scored scored, Assessment assessment) {
        var inUse = model.get();
        return scored.model().equals(inUse.name()) ? inUse.rule(assessment.finding()) : Optional.empty();
    }

    private String words(String finding) {
        return model.get().rule(finding).map(FindingRule::words).orElseGet(() -> Words.finding(finding));
    }

    private Html doubts(Conclusion.Scored scored) {
        var doubts = new ArrayList<Html>();
        for (var assessment : scored.assessments()) {
            if (assessment.nearCutOff()) {
                doubts.add(Html.of(
                        "<li>{}: the score lies near the cut-off. Another film of the same person could fall on the other side.</li>",
                        words(assessment.finding())));
            }
        }
        scored.remarks().forEach(remark -> doubts.add(Html.of("<li>{}</li>", remark)));
        return Html.when(
                !doubts.isEmpty(),
                () -> Html.of("<section class=\"doubt\"><h3>Reasons for doubt</h3><ul>{}</ul></section>", doubts));
    }

    private static Html refused(Conclusion.Refused refused) {
        return Html.of("<section class=\"said\"><p>{}</p></section>", FilmRow.refusal(refused));
    }

    private static Html failed(Conclusion.Failed failed) {
        return Html.of("""
                <section class="said"><p><strong>The box could not assess this film.</strong> {}</p>
                <p class="next">Read it without AI. The film itself is kept.</p></section>""", failed.reason());
    }

    private static Html reports(FilmEntry film) {
        return Html.when(
                !film.deliveries().isEmpty(),
                () -> Html.of(
                        "<section><h3>Reports</h3><ul class=\"deliveries\">{}</ul>{}</section>",
                        film.deliveries().stream().map(FilmPanel::delivery).toList(),
                        Html.when(
                                film.deliveries().stream().anyMatch(d -> d.state() == DeliveryEntry.State.DEAD),
                                () -> Html.of(
                                        "<form method=\"post\" action=\"/films/{}/redeliver\"><button>Send again</button></form>",
                                        film.ref()))));
    }

    private static Html delivery(DeliveryEntry delivery) {
        return Html.of(
                "<li>{} to {}: <strong>{}</strong> {}{}</li>",
                Words.report(delivery.kind()),
                delivery.peer(),
                Words.delivery(delivery.state()),
                delivery.words().equals(Words.delivery(delivery.state())) ? "" : delivery.words(),
                Html.when(
                        delivery.state() == DeliveryEntry.State.WAITING && delivery.attempts() > 0,
                        () -> Html.of(
                                " <span class=\"small\">{} tries, next at {}</span>",
                                delivery.attempts(),
                                Words.time(delivery.notBefore()))));
    }

    private static Html event(FilmEvent event) {
        return Html.of(
                "<li><time datetime=\"{}\">{}</time> {}</li>", event.at(), Words.time(event.at()), event.words());
    }
}
