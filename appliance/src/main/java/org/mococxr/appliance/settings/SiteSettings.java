package org.mococxr.appliance.settings;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mococxr.appliance.upkeep.RetentionRules;
import org.mococxr.dicom.net.Peer;
import org.mococxr.gate.CopySenders;
import org.mococxr.json.JsonDocumentException;
import org.mococxr.json.StrictJson;

/**
 * {@code settings.json}: what a person may change on the page.
 *
 * @param format {@link #FORMAT}
 * @param revision counts changes, so that nobody confirms something else than was looked at
 * @param siteName shown on every page and slip; empty if none was given
 * @param research whether films that only size, unknown view or unknown age would refuse are scored
 * @param keepDays pixels of films that are done with are deleted after so many days; 0 for never
 * @param makeRoomBelowMib with less room on the disk the oldest of them go; 0 for never
 * @param naming how pages call a patient
 * @param copiesFrom AE titles whose secondary captures are taken for films, {@code *} for everyone's
 * @param stepsDone first steps that are done or were left out on purpose
 */
public record SiteSettings(
        String format,
        int revision,
        String siteName,
        boolean research,
        long keepDays,
        long makeRoomBelowMib,
        PatientNaming naming,
        List<String> copiesFrom,
        List<FirstStep> stepsDone) {
    static final String FORMAT = "cxr-settings/2";

    /** Had neither naming nor copiesFrom. */
    private static final String BEFORE = "cxr-settings/1";

    public static final int LONGEST_NAME = 60;
    public static final int LONGEST_DAYS = 36_500;
    public static final long MOST_ROOM_MIB = 100_000_000;
    public static final int MOST_COPY_SENDERS = 50;

    public SiteSettings {
        if (!format.equals(FORMAT)) {
            throw new IllegalArgumentException(
                    "the format is \"" + format + "\", this program reads \"" + FORMAT + "\"");
        }
        if (siteName.length() > LONGEST_NAME || siteName.chars().anyMatch(Character::isISOControl)) {
            throw new SettingRefusedException("settings.range.name", LONGEST_NAME);
        }
        if (keepDays < 0 || keepDays > LONGEST_DAYS) {
            throw new SettingRefusedException("settings.range.days", LONGEST_DAYS, keepDays);
        }
        if (makeRoomBelowMib < 0 || makeRoomBelowMib > MOST_ROOM_MIB) {
            throw new SettingRefusedException("settings.range.room", MOST_ROOM_MIB, makeRoomBelowMib);
        }
        if (copiesFrom.size() > MOST_COPY_SENDERS) {
            throw new SettingRefusedException("settings.range.copies", MOST_COPY_SENDERS, copiesFrom.size());
        }
        copiesFrom.stream()
                .filter(title -> !title.equals(CopySenders.ANY) && !Peer.isAeTitle(title))
                .findFirst()
                .ifPresent(title -> {
                    throw new SettingRefusedException("settings.range.ae_title", title);
                });
        copiesFrom = copiesFrom.stream().distinct().sorted().toList();
        stepsDone = List.copyOf(stepsDone);
    }

    static SiteSettings atFirst() {
        return new SiteSettings(FORMAT, 0, "", false, 0, 0, PatientNaming.INITIALS, List.of(), List.of());
    }

    static SiteSettings read(byte[] file) throws JsonDocumentException {
        var document = StrictJson.tree(file);
        if (document instanceof ObjectNode before
                && BEFORE.equals(before.path("format").asText())) {
            before.put("format", FORMAT);
            before.put("naming", PatientNaming.INITIALS.name());
            before.putArray("copiesFrom");
        }
        return StrictJson.read(document, SiteSettings.class);
    }

    /** The same with other rules. */
    public SiteSettings with(String otherName, boolean otherResearch, long otherDays, long otherRoomMib) {
        return new SiteSettings(
                format, revision + 1, otherName, otherResearch, otherDays, otherRoomMib, naming, copiesFrom, stepsDone);
    }

    /** The same, with patients called otherwise. */
    public SiteSettings withNaming(PatientNaming other) {
        return new SiteSettings(
                format, revision + 1, siteName, research, keepDays, makeRoomBelowMib, other, copiesFrom, stepsDone);
    }

    /** The same, with copies of films from others. */
    public SiteSettings withCopiesFrom(List<String> others) {
        return new SiteSettings(
                format, revision + 1, siteName, research, keepDays, makeRoomBelowMib, naming, others, stepsDone);
    }

    SiteSettings done(Set<FirstStep> steps) {
        return new SiteSettings(
                format,
                revision + 1,
                siteName,
                research,
                keepDays,
                makeRoomBelowMib,
                naming,
                copiesFrom,
                new ArrayList<>(steps));
    }

    public Set<FirstStep> steps() {
        return stepsDone.isEmpty() ? EnumSet.noneOf(FirstStep.class) : EnumSet.copyOf(stepsDone);
    }

    public CopySenders copies() {
        return CopySenders.of(Set.copyOf(copiesFrom));
    }

    public RetentionRules retention() {
        return new RetentionRules(
                keepDays == 0 ? Optional.empty() : Optional.of(Duration.ofDays(keepDays)), makeRoomBelowMib << 20);
    }
}
