package org.mococxr.appliance.web.models;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.mococxr.appliance.journal.WhatIf;
import org.mococxr.appliance.modelstore.InstalledModel;
import org.mococxr.appliance.people.Right;
import org.mococxr.appliance.screening.CutOffs;
import org.mococxr.appliance.screening.FindingRule;
import org.mococxr.appliance.web.box.Shown;
import org.mococxr.appliance.web.door.Needs;
import org.mococxr.appliance.web.door.Requests;
import org.mococxr.appliance.web.door.Routes;
import org.mococxr.appliance.web.door.SpokenResponse;
import org.mococxr.appliance.web.frame.Frame;
import org.mococxr.appliance.web.frame.Meaning;
import org.mococxr.appliance.web.frame.Pages;
import org.mococxr.appliance.web.frame.View;
import org.mococxr.appliance.web.html.Html;
import org.mococxr.evaluation.OperatingPoint;
import org.mococxr.modelpackage.Manifest;

/**
 * Another operating point: first what it would have meant for the films that came last, then, if a person says so, from the next
 * film on. The choice is confirmed for the model and against the choice that the person saw.
 */
public final class CutOffPages {
    private static final int FILMS = 500;

    private final ModelActs acts;
    private final WhatIf whatIf;
    private final Frame frame;

    public CutOffPages(Shown shown, ModelActs acts, Frame frame) {
        this.acts = acts;
        this.whatIf = shown.journal().whatIf();
        this.frame = frame;
    }

    public void addTo(Routes routes) {
        var manage = Needs.right(Right.MANAGE_MODELS);
        routes.get("/models/{model}/points", manage, this::preview);
        routes.post("/models/{model}/points", manage, this::confirm);
    }

    private static OperatingPoint wanted(Context context, ModelSheet sheet, Manifest.Finding finding, String value) {
        return value.isEmpty()
                ? sheet.chosen(finding)
                : finding.thresholds()
                        .point(value)
                        .orElseThrow(() -> SpokenResponse.conflict("points.unknown", sheet.finding(finding)));
    }

    private void preview(Context context) {
        var view = View.of(context);
        var model = acts.named(context);
        var sheet = new ModelSheet(view, model);
        var rows = new ArrayList<Html>();
        var fields = new ArrayList<Html>();
        var changes = false;
        for (var finding : model.manifest().findings()) {
            var asked = context.queryParam(finding.name());
            var now = sheet.chosen(finding);
            var then = wanted(context, sheet, finding, asked == null ? "" : asked);
            changes |= !now.name().equals(then.name());
            rows.add(row(view, sheet, model, finding, now, then));
            fields.add(Html.of(
                    "<input type=\"hidden\" name=\"{}\" value=\"{}\"><input type=\"hidden\" name=\"was.{}\" value=\"{}\">",
                    finding.name(),
                    then.name(),
                    finding.name(),
                    now.name()));
        }
        Pages.html(
                context,
                frame.titled(
                        view,
                        view.say("points.title"),
                        List.of(
                                Html.of(
                                        "<p><a href=\"/models/{}#points\">← {}</a></p><p>{}</p>",
                                        ModelSheet.digest(model),
                                        sheet.title(),
                                        view.say("points.why", FILMS)),
                                Html.join(rows),
                                changes
                                        ? confirmation(view, model, fields)
                                        : Pages.notice("", view.say("points.same")))));
    }

    private static Html confirmation(View view, InstalledModel model, List<Html> fields) {
        return Html.of(
                """
                <form class="acts" method="post" action="/models/{}/points">{}<input type="hidden" name="model" value="{}">{}
                <button class="main">{}</button><a class="button plain" href="/models/{}#points">{}</a></form><p class="small">{}</p>""",
                ModelSheet.digest(model),
                view.csrf(),
                model.digest(),
                fields,
                view.say("points.confirm"),
                ModelSheet.digest(model),
                view.say("points.leave"),
                view.say("points.from_now"));
    }

    private Html row(
            View view,
            ModelSheet sheet,
            InstalledModel model,
            Manifest.Finding finding,
            OperatingPoint now,
            OperatingPoint then) {
        var marked = whatIf.marked(
                model.digest(), finding.name(), now.thresholdProbability(), then.thresholdProbability(), FILMS);
        var same = now.name().equals(then.name());
        return Html.of(
                "<section class=\"sheet\"><h2>{}</h2><p>{}</p>{}<p><strong>{}</strong></p></section>",
                sheet.finding(finding),
                same
                        ? view.say("points.stays", view.point(now.name()))
                        : view.say("points.changes", view.point(now.name()), view.point(then.name())),
                Html.when(!same, () -> Pages.nowThen(view, meaning(view, finding, now), meaning(view, finding, then))),
                counted(view, marked, same));
    }

    private static String meaning(View view, Manifest.Finding finding, OperatingPoint point) {
        return Meaning.of(view, new FindingRule(finding.name(), finding.displayName(), point));
    }

    private static String counted(View view, WhatIf.Marked marked, boolean same) {
        if (marked.films() == 0) {
            return view.say("points.no_films");
        }
        return same
                ? view.say("points.counted_now", marked.films(), marked.now())
                : view.say("points.counted", marked.films(), marked.then(), marked.now());
    }

    private void confirm(Context context) {
        var view = View.of(context);
        var model = acts.named(context);
        var sheet = new ModelSheet(view, model);
        var points = new TreeMap<String, String>();
        for (var finding : model.manifest().findings()) {
            var seen = Requests.field(context, "was." + finding.name());
            if (!seen.equals(sheet.chosen(finding).name())) {
                throw SpokenResponse.conflict("points.meanwhile");
            }
            points.put(
                    finding.name(),
                    wanted(context, sheet, finding, Requests.field(context, finding.name()))
                            .name());
        }
        acts.decideBy(context, new CutOffs(Requests.field(context, "model"), points));
        context.redirect("/models/" + ModelSheet.digest(model) + "#points", HttpStatus.SEE_OTHER);
    }
}
