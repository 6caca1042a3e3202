package org.mococxr.appliance.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mococxr.appliance.upkeep.RetentionRules;
import org.mococxr.gate.CopySenders;
import org.mococxr.gate.GatePolicy;

final class SiteTest {
    private static final Site.StartedWith NOTHING =
            new Site.StartedWith(false, CopySenders.all(), RetentionRules.keepEverything());

    @TempDir
    private Path folder;

    private Site open(Site.StartedWith started) {
        return Site.open(folder.resolve("settings.json"), started);
    }

    @Test
    void aNewBoxIsStrictAndKeepsEverything() {
        var site = open(NOTHING);

        assertThat(site.gate()).isEqualTo(GatePolicy.clinical());
        assertThat(site.retention()).isEqualTo(RetentionRules.keepEverything());
        assertThat(site.settings().siteName()).isEmpty();
    }

    @Test
    void aChangeHoldsAtOnceAndAfterARestart() {
        var site = open(NOTHING);
        assertThat(site.change(0, now -> now.with("Lake", true, 30, 500))).isTrue();
        site.done(FirstStep.CLOCK);
        site.done(FirstStep.CLOCK);

        var again = open(NOTHING);

        assertThat(again.settings()).isEqualTo(site.settings());
        assertThat(again.gate()).isEqualTo(GatePolicy.research());
        assertThat(again.retention()).isEqualTo(new RetentionRules(Optional.of(Duration.ofDays(30)), 500L << 20));
        assertThat(again.settings().steps()).containsExactly(FirstStep.CLOCK);
    }

    @Test
    void whoLookedAtOlderSettingsChangesNothing() {
        var site = open(NOTHING);
        site.change(0, now -> now.with("Lake", false, 0, 0));

        assertThat(site.change(0, now -> now.with("Hill", false, 0, 0))).isFalse();
        assertThat(site.settings().siteName()).isEqualTo("Lake");
    }

    @Test
    void whatTheBoxWasStartedWithGoesFirst() {
        var rules = new RetentionRules(Optional.of(Duration.ofDays(7)), 0);
        var site = open(new Site.StartedWith(true, CopySenders.all(), rules));
        site.change(0, now -> now.with("", false, 90, 0));

        assertThat(site.gate()).isEqualTo(GatePolicy.research());
        assertThat(site.retention()).isEqualTo(rules);
    }

    /** As boxes wrote them before patients' naming and copies' senders could be chosen. */
    @Test
    void settingsOfAnEarlierBoxAreKept() throws IOException {
        Files.writeString(folder.resolve("settings.json"), """
                {"format": "cxr-settings/1", "revision": 4, "siteName": "Lake", "research": false, "keepDays": 30,
                 "makeRoomBelowMib": 0, "stepsDone": ["CLOCK"]}""");

        var settings = open(NOTHING).settings();

        assertThat(settings.siteName()).isEqualTo("Lake");
        assertThat(settings.keepDays()).isEqualTo(30);
        assertThat(settings.steps()).containsExactly(FirstStep.CLOCK);
        assertThat(settings.naming()).isEqualTo(PatientNaming.INITIALS);
        assertThat(settings.copies()).isEqualTo(CopySenders.of(Set.of()));
    }

    @Test
    void copiesComeFromWhomThePageListsUnlessTheBoxWasStartedWithAList() {
        var nobody = CopySenders.of(Set.of());
        var site = open(new Site.StartedWith(false, nobody, RetentionRules.keepEverything()));
        assertThat(site.gate().copies()).isEqualTo(nobody);

        site.change(0, now -> now.withCopiesFrom(List.of("SCANNER", "ARCHIVE", "SCANNER")));

        assertThat(site.gate().copies()).isEqualTo(CopySenders.of(Set.of("SCANNER", "ARCHIVE")));
        var fixed = open(new Site.StartedWith(false, CopySenders.of(Set.of("OTHER")), RetentionRules.keepEverything()));
        assertThat(fixed.gate().copies()).isEqualTo(CopySenders.of(Set.of("OTHER")));
        assertThat(fixed.startedWith().fixesCopies()).isTrue();
    }

    @Test
    void settingsThatCannotBeReadStopTheBoxInsteadOfBeingForgotten() throws IOException {
        Files.writeString(folder.resolve("settings.json"), "{\"format\":\"cxr-settings/9\"}");

        assertThatThrownBy(() -> open(NOTHING))
                .isInstanceOf(SettingsUnreadableException.class)
                .hasMessageContaining("settings.json");
    }

    @Test
    void whatCannotBeIsRefusedWithItsLimits() {
        var first = SiteSettings.atFirst();

        assertThatThrownBy(() -> first.with("x".repeat(61), false, 0, 0)).hasMessageContaining("60");
        assertThatThrownBy(() -> first.with("two\nlines", false, 0, 0)).hasMessageContaining("one line");
        assertThatThrownBy(() -> first.with("", false, -1, 0)).hasMessageContaining("-1");
        assertThatThrownBy(() -> first.with("", false, 0, -5)).hasMessageContaining("-5");
        assertThatThrownBy(() -> first.withCopiesFrom(List.of("A\\B"))).hasMessageContaining("AE title");
        assertThatThrownBy(() -> first.withCopiesFrom(Collections.nCopies(51, "SCANNER")))
                .hasMessageContaining("50");
    }
}
