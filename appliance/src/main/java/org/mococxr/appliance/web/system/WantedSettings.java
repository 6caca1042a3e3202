package org.mococxr.appliance.web.system;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.mococxr.appliance.language.Sentence;
import org.mococxr.appliance.settings.PatientNaming;
import org.mococxr.appliance.settings.Site;
import org.mococxr.appliance.settings.SiteSettings;

/** What was filled in on the page of settings, before anything is done about it. */
record WantedSettings(
        String siteName,
        PatientNaming naming,
        boolean research,
        List<String> copiesFrom,
        int keepDays,
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
     * @throws IllegalArgumentException in words, if it cannot be
     */
    static WantedSettings of(Site site, UnaryOperator<String> field) {
        var now = site.settings();
        var started = site.startedWith();
        var wanted = new WantedSettings(
                field.apply("site_name"),
                PatientNaming.named(field.apply("naming")).orElse(now.naming()),
                started.research() ? now.research() : field.apply("policy").equals(RESEARCH),
                started.fixesCopies() ? now.copiesFrom() : titles(field.apply("copies_from")),
                started.fixesRetention()
                        ? now.keepDays()
                        : (int) number(field.apply("keep_days"), SiteSettings.LONGEST_DAYS),
                started.fixesRetention()
                        ? now.makeRoomBelowMib()
                        : number(field.apply("make_room_below"), SiteSettings.MOST_ROOM_MIB));
        return of(wanted.appliedTo(now)); // refuses what cannot be, and writes each list in one way
    }

    private static List<String> titles(String text) {
        return Stream.of(text.split("[,;\\n]"))
                .map(String::strip)
                .filter(title -> !title.isEmpty())
                .toList();
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
