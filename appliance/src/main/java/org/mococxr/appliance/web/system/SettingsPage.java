package org.mococxr.appliance.web.system;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.mococxr.appliance.health.Health;
import org.mococxr.appliance.journal.WhatIf;
import org.mococxr.appliance.language.Sentence;
import org.mococxr.appliance.people.Act;
import org.mococxr.appliance.people.Audit;
import org.mococxr.appliance.people.Right;
import org.mococxr.appliance.screening.ModelFacts;
import org.mococxr.appliance.settings.Site;
import org.mococxr.appliance.settings.SiteSettings;
import org.mococxr.appliance.upkeep.RetentionRules;
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
import org.mococxr.gate.GatePolicy;
import org.mococxr.gate.RefusalCode;

/**
 * What the box runs with, and the rules that may be changed while it runs. A change is shown first with what it would have meant
 * for the films that came last, and holds once a person confirms it.
 */
public final class SettingsPage {
    private static final String CLINICAL = "clinical";
    private static final String RESEARCH = "research";
    private static final int FILMS = 500;
    private static final int MEBIBYTE = 1 << 20;

    /** What {@link GatePolicy#research()} lets through; everything else is refused under every policy. */
    private static final Set<RefusalCode> LIFTED =
            Set.of(RefusalCode.TOO_SMALL, RefusalCode.VIEW_UNKNOWN, RefusalCode.AGE_UNKNOWN);

    private final Shown.SiteShown shown;
    private final Site site;
    private final WhatIf whatIf;
    private final LongSupplier freeBytes;
    private final Supplier<ModelFacts> model;
    private final Audit audit;
    private final Frame frame;
    private final Clock clock;

    public SettingsPage(Shown shown, Frame frame) {
        this.shown = shown.site();
        this.site = shown.site().site();
        this.whatIf = shown.journal().whatIf();
        Health health = shown.health();
        this.freeBytes = () -> health.status().freeBytes();
        this.model = shown.model();
        this.audit = shown.people().audit();
        this.frame = frame;
        this.clock = shown.clock();
    }

    public void addTo(Routes routes) {
        var change = Needs.right(Right.CHANGE_SETTINGS);
        routes.get("/settings", change, this::show);
        routes.get("/settings/preview", change, this::preview);
        routes.post("/settings", change, this::confirm);
    }

    /** What was filled in, before anything is done about it. */
    private record Wanted(String siteName, boolean research, int keepDays, long makeRoomBelowMib) {
        static Wanted of(SiteSettings settings) {
            return new Wanted(
                    settings.siteName(), settings.research(), settings.keepDays(), settings.makeRoomBelowMib());
        }

        /** For the audit. */
        Sentence inWords() {
            return Sentence.of(
                    "audit.settings",
                    siteName,
                    Sentence.of(research ? "settings.policy.research" : "settings.policy.clinical"),
                    keepDays,
                    makeRoomBelowMib);
        }

        SiteSettings appliedTo(SiteSettings settings) {
            return settings.with(siteName, research, keepDays, makeRoomBelowMib);
        }
    }

    /** Rules that the box was started with are not part of the form. */
    private Wanted wanted(Context context, UnaryOperator<String> field) {
        var now = site.settings();
        try {
            var wanted = new Wanted(
                    field.apply("site_name"),
                    site.startedWith().research()
                            ? now.research()
                            : field.apply("policy").equals(RESEARCH),
                    site.startedWith().fixesRetention()
                            ? now.keepDays()
                            : (int) number(field.apply("keep_days"), SiteSettings.LONGEST_DAYS),
                    site.startedWith().fixesRetention()
                            ? now.makeRoomBelowMib()
                            : number(field.apply("make_room_below"), SiteSettings.MOST_ROOM_MIB));
            wanted.appliedTo(now);
            return wanted;
        } catch (IllegalArgumentException e) {
            throw SpokenResponse.badRequest("settings.not_possible", String.valueOf(e.getMessage()));
        }
    }

    private static long number(String text, long most) {
        if (text.isEmpty()) {
            return 0;
        }
        var number = Long.parseLong(text);
        if (number < 0 || number > most) {
            throw new IllegalArgumentException("%s is not from 0 to %d".formatted(text, most));
        }
        return number;
    }

    private static String query(Context context, String name) {
        var value = context.queryParam(name);
        return value == null ? "" : value.strip();
    }

    private void show(Context context) {
        var view = View.of(context);
        Pages.html(context, frame.page(view, "nav.settings", form(view), started(view)));
    }

    private Html form(View view) {
        var settings = site.settings();
        return Html.of(
                """
                <form class="sheet" method="get" action="/settings/preview"><h2>{}</h2>
                <label>{}<input name="site_name" value="{}" maxlength="{}" autocomplete="off"></label>
                {}{}
                <div class="acts"><button class="main">{}</button></div></form>""",
                view.say("settings.may_change"),
                view.say("settings.site_name"),
                settings.siteName(),
                SiteSettings.LONGEST_NAME,
                policy(view),
                retention(view),
                view.say("models.preview"));
    }

    private Html policy(View view) {
        if (site.startedWith().research()) {
            return fixed(view, "settings.policy", "settings.policy.research", "--research");
        }
        return Html.of(
                "<fieldset><legend>{}</legend>{}{}</fieldset>",
                view.say("settings.policy"),
                policyChoice(view, CLINICAL, !site.settings().research()),
                policyChoice(view, RESEARCH, site.settings().research()));
    }

    private static Html policyChoice(View view, String name, boolean chosen) {
        return Html.of(
                "<label class=\"check\"><input type=\"radio\" name=\"policy\" value=\"{}\"{}> <span>{} <span class=\"quiet\">{}</span></span></label>",
                name,
                Html.when(chosen, () -> Html.of(" checked")),
                view.say("settings.policy." + name),
                view.say("settings.policy." + name + ".does"));
    }

    private Html retention(View view) {
        if (site.startedWith().fixesRetention()) {
            return fixed(view, "settings.retention", rules(view, site.retention()), "--keep-days, --make-room-below");
        }
        return Html.of(
                """
                <fieldset><legend>{}</legend><p class="small">{}</p>
                <label>{}<input name="keep_days" type="number" min="0" max="{}" value="{}"></label>
                <label>{}<input name="make_room_below" type="number" min="0" max="{}" value="{}"></label></fieldset>""",
                view.say("settings.retention"),
                view.say("settings.retention.why"),
                view.say("settings.keep_days"),
                SiteSettings.LONGEST_DAYS,
                site.settings().keepDays(),
                view.say("settings.make_room"),
                SiteSettings.MOST_ROOM_MIB,
                site.settings().makeRoomBelowMib());
    }

    private static Html fixed(View view, String key, String valueKey, String option) {
        var value = view.language().has(valueKey) ? view.say(valueKey) : valueKey;
        return Html.of(
                "<p><strong>{}</strong> {} <span class=\"quiet\">{}</span></p>",
                view.say(key),
                value,
                view.say("settings.fixed", option));
    }

    private static String rules(View view, RetentionRules rules) {
        var days = rules.longest().map(Duration::toDays).orElse(0L);
        var room = rules.makeRoomBelowBytes() / MEBIBYTE;
        var words = new ArrayList<String>();
        words.add(days == 0 ? view.say("settings.kept_for_ever") : view.say("settings.kept_days", days));
        if (room > 0) {
            words.add(view.say("settings.room_below", room));
        }
        return String.join(" ", words);
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
                        value)));
        return Html.of(
                "<p>{}</p>{}",
                view.say("settings.started.why"),
                Table.of(
                        view.say("settings.started"),
                        List.of(view.say("system.what"), view.say("system.found")),
                        rows));
    }

    private Html modelLink(View view) {
        var facts = model.get();
        return Html.of(
                "<a href=\"/models/{}#points\">{}</a>",
                facts.name().digest(),
                view.say("models.title", facts.name().name(), facts.release()));
    }

    private void preview(Context context) {
        var view = View.of(context);
        var now = Wanted.of(site.settings());
        var wanted = wanted(context, name -> query(context, name));
        var changes = changes(view, now, wanted);
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
                                                view.say("settings.preview.why", FILMS),
                                                changes,
                                                confirmation(view, wanted)))));
    }

    private Html confirmation(View view, Wanted wanted) {
        return Html.of(
                """
                <form class="acts" method="post" action="/settings">{}<input type="hidden" name="revision" value="{}">
                <input type="hidden" name="site_name" value="{}"><input type="hidden" name="policy" value="{}">
                <input type="hidden" name="keep_days" value="{}"><input type="hidden" name="make_room_below" value="{}">
                <button class="main">{}</button><a class="button plain" href="/settings">{}</a></form>""",
                view.csrf(),
                site.settings().revision(),
                wanted.siteName(),
                wanted.research() ? RESEARCH : CLINICAL,
                wanted.keepDays(),
                wanted.makeRoomBelowMib(),
                view.say("settings.confirm"),
                view.say("points.leave"));
    }

    private List<Html> changes(View view, Wanted now, Wanted wanted) {
        var changes = new ArrayList<Html>();
        if (!now.siteName().equals(wanted.siteName())) {
            changes.add(change(
                    view.say("settings.site_name"),
                    Pages.nowThen(view, now.siteName(), wanted.siteName()),
                    view.say("settings.site_name.effect")));
        }
        if (now.research() != wanted.research()) {
            changes.add(change(
                    view.say("settings.policy"),
                    Pages.nowThen(
                            view,
                            view.say(now.research() ? "settings.policy.research" : "settings.policy.clinical"),
                            view.say(wanted.research() ? "settings.policy.research" : "settings.policy.clinical")),
                    policyEffect(view, wanted.research())));
        }
        var rulesNow = now.appliedTo(site.settings()).retention();
        var rulesThen = wanted.appliedTo(site.settings()).retention();
        if (!rulesNow.equals(rulesThen)) {
            changes.add(change(
                    view.say("settings.retention"),
                    Pages.nowThen(view, rules(view, rulesNow), rules(view, rulesThen)),
                    retentionEffect(view, wanted)));
        }
        return changes;
    }

    private static Html change(String what, Html nowThen, String effect) {
        return Html.of(
                "<section class=\"sheet\"><h2>{}</h2>{}<p><strong>{}</strong></p></section>", what, nowThen, effect);
    }

    private String policyEffect(View view, boolean research) {
        var share = research ? whatIf.refusedFor(LIFTED, FILMS) : whatIf.scoredAgainst(GatePolicy.clinical(), FILMS);
        return share.films() == 0
                ? view.say("settings.no_films")
                : view.say(
                        research ? "settings.policy.effect_research" : "settings.policy.effect_clinical",
                        share.films(),
                        share.hits());
    }

    private String retentionEffect(View view, Wanted wanted) {
        var old = wanted.keepDays() == 0
                ? new WhatIf.Room(0, 0)
                : whatIf.removable(clock.instant().minus(Duration.ofDays(wanted.keepDays())));
        var missing = (wanted.makeRoomBelowMib() << 20) - freeBytes.getAsLong() - old.bytes();
        var words = view.say("settings.retention.effect", old.films(), old.bytes() / MEBIBYTE);
        return missing <= 0
                ? words
                : words + " "
                        + view.say(
                                "settings.room.effect",
                                Math.min(
                                                missing,
                                                whatIf.removable(clock.instant())
                                                        .bytes())
                                        / MEBIBYTE);
    }

    private void confirm(Context context) {
        var view = View.of(context);
        var wanted = wanted(context, name -> Requests.field(context, name));
        var before = Wanted.of(site.settings());
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
