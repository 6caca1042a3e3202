package org.mococxr.appliance.web.system;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.mococxr.appliance.language.Sentence;
import org.mococxr.appliance.people.Act;
import org.mococxr.appliance.people.Audit;
import org.mococxr.appliance.people.Right;
import org.mococxr.appliance.screening.ModelFacts;
import org.mococxr.appliance.settings.SettingRefusedException;
import org.mococxr.appliance.settings.Site;
import org.mococxr.appliance.web.box.Shown;
import org.mococxr.appliance.web.door.Doorkeeper;
import org.mococxr.appliance.web.door.Needs;
import org.mococxr.appliance.web.door.Requests;
import org.mococxr.appliance.web.door.Routes;
import org.mococxr.appliance.web.door.SpokenResponse;
import org.mococxr.appliance.web.frame.Frame;
import org.mococxr.appliance.web.frame.Pages;
import org.mococxr.appliance.web.frame.View;
import org.mococxr.appliance.web.html.Html;
import org.mococxr.appliance.web.html.Table;

/**
 * What the box runs with, and the rules that may be changed while it runs. A change is shown first with what it would have meant
 * for the films that came last, and holds once a person confirms it.
 */
public final class SettingsPage {
    private final Shown.SiteShown shown;
    private final Site site;
    private final SettingEffects effects;
    private final Supplier<Optional<ModelFacts>> model;
    private final Audit audit;
    private final Frame frame;

    public SettingsPage(Shown shown, Frame frame) {
        this.shown = shown.site();
        this.site = shown.site().site();
        this.effects = new SettingEffects(shown);
        this.model = shown.model();
        this.audit = shown.people().audit();
        this.frame = frame;
    }

    public void addTo(Routes routes) {
        var change = Needs.right(Right.CHANGE_SETTINGS);
        routes.get("/settings", change, this::show);
        routes.get("/settings/preview", change, this::preview);
        routes.post("/settings", change, this::confirm);
    }

    private WantedSettings wanted(Context context, UnaryOperator<String> field) {
        try {
            return WantedSettings.of(site, field);
        } catch (SettingRefusedException e) {
            throw SpokenResponse.badRequest("settings.not_possible", e.sentence());
        }
    }

    private static String query(Context context, String name) {
        var value = context.queryParam(name);
        return value == null ? "" : value.strip();
    }

    private void show(Context context) {
        var view = View.of(context);
        Pages.html(context, frame.page(view, "nav.settings", new SettingsForm(site, view).html(), started(view)));
    }

    private Html started(View view) {
        var rows = new ArrayList<Html>();
        rows.add(Table.row(view.say("system.model"), modelLink(view)));
        shown.startOptions()
                .forEach((option, value) -> rows.add(Table.row(
                        Html.of(
                                "{} <code class=\"quiet\">{}</code>",
                                view.say("option." + option.substring(2)),
                                option),
                        view.say(value))));
        return Html.of(
                "<p>{}</p>{}",
                view.say("settings.started.why"),
                Table.of(view.say("settings.started"), view.sayAll("system.what", "system.found"), rows));
    }

    private Html modelLink(View view) {
        return model.get()
                .map(facts -> Html.of(
                        "<a href=\"/models/{}#points\">{}</a>",
                        facts.name().digest(),
                        view.say("models.title", facts.name().name(), facts.release())))
                .orElseGet(() -> Html.of("<a href=\"/models\">{}</a>", view.say("models.none")));
    }

    private void preview(Context context) {
        var view = View.of(context);
        var wanted = wanted(context, name -> query(context, name));
        var changes = effects.of(view, site.settings(), wanted);
        Pages.html(
                context,
                frame.titled(
                        view,
                        view.say("settings.preview"),
                        List.of(
                                Html.of("<p><a href=\"/settings\">← {}</a></p>", view.say("nav.settings")),
                                changes.isEmpty()
                                        ? Pages.notice("", view.say("settings.same"))
                                        : Html.of(
                                                "<p>{}</p>{}{}",
                                                view.say("settings.preview.why", SettingEffects.FILMS),
                                                changes,
                                                confirmation(view, wanted)))));
    }

    private Html confirmation(View view, WantedSettings wanted) {
        return Html.of(
                """
                <form class="acts" method="post" action="/settings">{}<input type="hidden" name="revision" value="{}">
                <input type="hidden" name="site_name" value="{}"><input type="hidden" name="naming" value="{}">
                <input type="hidden" name="policy" value="{}"><input type="hidden" name="copies_from" value="{}">
                <input type="hidden" name="keep_days" value="{}"><input type="hidden" name="make_room_below" value="{}">
                <button class="main">{}</button><a class="button plain" href="/settings">{}</a></form>""",
                view.csrf(),
                site.settings().revision(),
                wanted.siteName(),
                wanted.naming().code(),
                wanted.research() ? WantedSettings.RESEARCH : WantedSettings.CLINICAL,
                wanted.copiesInWords(),
                wanted.keepDays(),
                wanted.makeRoomBelowMib(),
                view.say("settings.confirm"),
                view.say("points.leave"));
    }

    private void confirm(Context context) {
        var view = View.of(context);
        var wanted = wanted(context, name -> Requests.field(context, name));
        var before = WantedSettings.of(site.settings());
        if (!site.change(revision(context), wanted::appliedTo)) {
            throw SpokenResponse.conflict("settings.meanwhile");
        }
        audit.record(
                Doorkeeper.visitor(context).name(),
                Act.SETTINGS_CHANGED,
                "",
                Sentence.of("audit.changed", before.inWords(), wanted.inWords()));
        context.redirect("/settings", HttpStatus.SEE_OTHER);
    }

    private static int revision(Context context) {
        try {
            return Integer.parseInt(Requests.field(context, "revision"));
        } catch (NumberFormatException e) {
            throw SpokenResponse.badRequest("problem.whole_number", "revision");
        }
    }
}
