package org.mococxr.appliance.web.system;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.mococxr.appliance.language.Sentence;
import org.mococxr.appliance.settings.PatientNaming;
import org.mococxr.appliance.settings.SettingRefusedException;
import org.mococxr.appliance.settings.Site;
import org.mococxr.appliance.settings.SiteSettings;

/** What was filled in on the page of settings, before anything is done about it. */
record WantedSettings(
        String siteName,
        PatientNaming naming,
        boolean research,
        List<String> copiesFrom,
        long keepDays,
        long makeRoomBelowMib) {
    static final String CLINICAL = "clinical";
    static final String RESEARCH = "research";

    WantedSettings {
        copiesFrom = List.copyOf(copiesFrom);
    }

    static WantedSettings of(SiteSettings settings) {
        return new WantedSettings(
                settings.siteName(),
                settings.naming(),
                settings.research(),
                settings.copiesFrom(),
                settings.keepDays(),
                settings.makeRoomBelowMib());
    }

    /**
     * Rules that the box was started with are not part of the form.
     *
     * @param field what was filled in, by its name; empty if nothing was
     * @throws SettingRefusedException if it cannot be
     */
    static WantedSettings of(Site site, UnaryOperator<String> field) {
        var now = site.settings();
        var started = site.startedWith();
        var wanted = new WantedSettings(
                field.apply("site_name"),
                PatientNaming.named(field.apply("naming")).orElse(now.naming()),
                started.research() ? now.research() : field.apply("policy").equals(RESEARCH),
                started.fixesCopies() ? now.copiesFrom() : titles(field.apply("copies_from")),
                started.fixesRetention() ? now.keepDays() : number("settings.keep_days", field.apply("keep_days")),
                started.fixesRetention()
                        ? now.makeRoomBelowMib()
                        : number("settings.make_room", field.apply("make_room_below")));
        return of(wanted.appliedTo(now)); // refuses what cannot be, and writes each list in one way
    }

    private static List<String> titles(String text) {
        return Stream.of(text.split("[,;\\n]"))
                .map(String::strip)
                .filter(title -> !title.isEmpty())
                .toList();
    }

    private static long number(String label, String text) {
        try {
            return text.isEmpty() ? 0 : Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new SettingRefusedException("settings.range.number", Sentence.of(label), text);
        }
    }

    /** As it is filled in. */
    String copiesInWords() {
        return String.join(", ", copiesFrom);
    }

    /** For the audit. */
    Sentence inWords() {
        return Sentence.of(
                "audit.settings",
                siteName,
                Sentence.of("settings.naming." + naming.code()),
                Sentence.of(research ? "settings.policy.research" : "settings.policy.clinical"),
                copiesFrom.isEmpty() ? Sentence.of("who.nobody") : copiesInWords(),
                keepDays,
                makeRoomBelowMib);
    }

    SiteSettings appliedTo(SiteSettings settings) {
        return settings.with(siteName, research, keepDays, makeRoomBelowMib)
                .withNaming(naming)
                .withCopiesFrom(copiesFrom);
    }
}
