package org.mococxr.appliance.web.system;

import java.util.Arrays;
import java.util.List;
import org.mococxr.appliance.settings.PatientNaming;
import org.mococxr.appliance.settings.Site;
import org.mococxr.appliance.settings.SiteSettings;
import org.mococxr.appliance.web.frame.View;
import org.mococxr.appliance.web.html.Html;

/** The form of what may be changed while the box runs; what the box was started with is shown as fixed. */
final class SettingsForm {
    private final Site site;
    private final View view;

    SettingsForm(Site site, View view) {
        this.site = site;
        this.view = view;
    }

    Html html() {
        var settings = site.settings();
        return Html.of(
                """
                <form class="sheet" method="get" action="/settings/preview"><h2>{}</h2>
                <label>{}<input name="site_name" value="{}" maxlength="{}" autocomplete="off"></label>
                {}{}{}{}
                <div class="acts"><button class="main">{}</button></div></form>""",
                view.say("settings.may_change"),
                view.say("settings.site_name"),
                settings.siteName(),
                SiteSettings.LONGEST_NAME,
                naming(),
                policy(),
                copies(),
                retention(),
                view.say("models.preview"));
    }

    private Html naming() {
        return choices(
                "settings.naming",
                "naming",
                Arrays.stream(PatientNaming.values()).map(PatientNaming::code).toList(),
                site.settings().naming().code());
    }

    private Html policy() {
        if (site.startedWith().research()) {
            return fixed("settings.policy", view.say("settings.policy.research"), "--research");
        }
        return choices(
                "settings.policy",
                "policy",
                List.of(WantedSettings.CLINICAL, WantedSettings.RESEARCH),
                site.settings().research() ? WantedSettings.RESEARCH : WantedSettings.CLINICAL);
    }

    /** @param key of the texts; with the choice behind it, and {@code .does} behind that */
    private Html choices(String key, String field, List<String> values, String chosen) {
        return Html.of(
                "<fieldset><legend>{}</legend>{}</fieldset>",
                view.say(key),
                values.stream()
                        .map(value -> Html.of(
                                "<label class=\"check\"><input type=\"radio\" name=\"{}\" value=\"{}\"{}> <span>{} <span class=\"quiet\">{}</span></span></label>",
                                field,
                                value,
                                Html.when(value.equals(chosen), () -> Html.of(" checked")),
                                view.say(key + "." + value),
                                view.say(key + "." + value + ".does")))
                        .toList());
    }

    private Html copies() {
        if (site.startedWith().fixesCopies()) {
            return fixed("settings.copies", view.say(Site.inWords(site.copies())), "--film-copies-from");
        }
        return Html.of(
                """
                <fieldset><legend>{}</legend><p class="small">{}</p>
                <label>{}<input name="copies_from" value="{}" autocomplete="off"></label></fieldset>""",
                view.say("settings.copies"),
                view.say("settings.copies.why"),
                view.say("settings.copies.from"),
                WantedSettings.of(site.settings()).copiesInWords());
    }

    private Html retention() {
        if (site.startedWith().fixesRetention()) {
            return fixed(
                    "settings.retention",
                    SettingEffects.rules(view, site.retention()),
                    "--keep-days, --make-room-below");
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

    private Html fixed(String key, String value, String option) {
        return Html.of(
                "<p><strong>{}</strong> {} <span class=\"quiet\">{}</span></p>",
                view.say(key),
                value,
                view.say("settings.fixed", option));
    }
}
