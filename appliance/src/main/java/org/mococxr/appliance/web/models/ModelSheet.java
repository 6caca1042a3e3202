package org.mococxr.appliance.web.models;

import java.util.stream.Collectors;
import org.mococxr.appliance.journal.Agreement;
import org.mococxr.appliance.journal.ModelRecord;
import org.mococxr.appliance.modelstore.InstalledModel;
import org.mococxr.appliance.screening.FindingRule;
import org.mococxr.appliance.web.frame.Meaning;
import org.mococxr.appliance.web.frame.View;
import org.mococxr.appliance.web.html.Html;
import org.mococxr.appliance.web.html.Table;
import org.mococxr.evaluation.OperatingPoint;
import org.mococxr.modelpackage.Manifest;

/** What a model's package says about itself, and what it did here, in plain words. */
final class ModelSheet {
    private static final int SHORT_DIGEST = 12;

    private final View view;
    private final InstalledModel model;

    ModelSheet(View view, InstalledModel model) {
        this.view = view;
        this.model = model;
    }

    static String digest(InstalledModel model) {
        return model.digest().substring(0, SHORT_DIGEST);
    }

    String title() {
        return view.say(
                "models.title", model.manifest().name(), model.manifest().release());
    }

    Html roles() {
        return Html.join(model.roles().stream()
                .map(role ->
                        Html.of("<span class=\"chip {}\">{}</span> ", role.code(), view.say("models." + role.code())))
                .toList());
    }

    /** For which findings, and by which operating point each is decided. */
    String decidesBy() {
        return model.manifest().findings().stream()
                .map(finding -> view.say(
                        "models.decides",
                        finding(finding),
                        view.point(chosen(finding).name())))
                .collect(Collectors.joining("; "));
    }

    String finding(Manifest.Finding finding) {
        return view.finding(rule(finding, chosen(finding)));
    }

    OperatingPoint chosen(Manifest.Finding finding) {
        var thresholds = finding.thresholds();
        return thresholds
                .point(model.cutOffs().pointByFinding().getOrDefault(finding.name(), thresholds.defaultPoint()))
                .orElseGet(thresholds::defaultOperatingPoint);
    }

    private static FindingRule rule(Manifest.Finding finding, OperatingPoint point) {
        return new FindingRule(finding.name(), finding.displayName(), point);
    }

    /** The operating points of one finding, each with its expected effect; to choose among, if somebody may. */
    Html points(Manifest.Finding finding, boolean choose) {
        var chosen = chosen(finding);
        return Html.of(
                "<fieldset class=\"points\"><legend>{}</legend><p class=\"small\">{}</p>{}</fieldset>",
                finding(finding),
                Meaning.measured(view, rule(finding, chosen)),
                finding.thresholds().points().stream()
                        .map(point -> point(finding, point, point.name().equals(chosen.name()), choose))
                        .toList());
    }

    private Html point(Manifest.Finding finding, OperatingPoint point, boolean chosen, boolean choose) {
        var words = Html.of(
                """
                <span class="point-words"><strong>{}</strong> {}<span class="meaning">{}</span><span class="small">{}</span></span>""",
                view.point(point.name()),
                Html.when(chosen, () -> Html.of("<span class=\"chip active\">{}</span>", view.say("models.in_force"))),
                Meaning.of(view, rule(finding, point)),
                view.say(
                        "models.point",
                        view.score(point.thresholdProbability()),
                        Meaning.percent(view, point.expectedSensitivity()),
                        Meaning.percent(view, point.expectedSpecificity()),
                        Meaning.percent(view, point.positivity())));
        return choose
                ? Html.of(
                        "<label class=\"point\"><input type=\"radio\" name=\"{}\" value=\"{}\"{}>{}</label>",
                        finding.name(),
                        point.name(),
                        Html.when(chosen, () -> Html.of(" checked")),
                        words)
                : Html.of("<div class=\"point\">{}</div>", words);
    }

    /** How good it was on the films that its makers kept aside, by where they came from. */
    Html metrics(Manifest.Finding finding) {
        return Table.of(
                view.say("models.metrics", finding(finding)),
                view.sayAll("models.source", "models.films", "models.with", "models.auroc"),
                finding.metrics().stream()
                        .map(metric -> Table.row(
                                metric.source().equals(Manifest.Metric.ALL)
                                        ? view.say("models.all_sources")
                                        : metric.source(),
                                metric.films(),
                                metric.positives(),
                                metric.auroc()
                                        .map(auroc -> Meaning.figure(view, auroc))
                                        .orElseGet(() -> view.say("models.too_few"))))
                        .toList());
    }

    Html sources() {
        return Table.of(
                view.say("models.sources"),
                view.sayAll("models.source", "models.labelled", "models.unlabelled", "models.terms"),
                model.manifest().training().sources().stream()
                        .map(use -> Table.row(use.source(), use.finetuneFilms(), use.pretrainFilms(), use.licence()))
                        .toList());
    }

    /** What two models said about the same films here. */
    Html trial(ModelRecord record) {
        var rows = record.agreement(model.digest());
        var notScored = record.notScoredByShadow(model.digest());
        if (rows.isEmpty() && notScored == 0) {
            return Html.of("<p>{}</p>", view.say("models.trial.none"));
        }
        return Html.of(
                "<p>{}</p>{}{}",
                view.say("models.trial.why"),
                Table.of(
                        view.say("models.trial"),
                        view.sayAll(
                                "slip.finding",
                                "models.trial.films",
                                "models.trial.alike",
                                "models.trial.only_active",
                                "models.trial.only_shadow",
                                "models.trial.marked"),
                        rows.stream().map(this::agreement).toList()),
                Html.when(notScored > 0, () -> Html.of("<p>{}</p>", view.say("models.trial.not_scored", notScored))));
    }

    private Html agreement(Agreement row) {
        return Table.row(
                view.finding(row.finding()),
                row.films(),
                Table.share(row.both() + row.neither(), row.films()),
                row.onlyActive(),
                row.onlyShadow(),
                view.say(
                        "models.trial.shares",
                        Table.share(row.both() + row.onlyActive(), row.films()),
                        Table.share(row.both() + row.onlyShadow(), row.films())));
    }
}
