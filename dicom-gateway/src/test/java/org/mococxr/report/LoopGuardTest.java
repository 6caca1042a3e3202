package org.mococxr.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.mococxr.dicom.Attributes;
import org.mococxr.dicom.Tag;
import org.mococxr.dicom.VR;
import org.mococxr.film.Placement;
import org.mococxr.phantom.PhantomFilm;
import org.mococxr.phantom.PhantomKind;

class LoopGuardTest {
    @Test
    void recognisesReportAndPictureOfAnyBox() {
        var report = ReportExamples.of(ReportExamples.film());
        var film = PhantomFilm.draw(PhantomKind.NORMAL, 1, 100, 100).radiograph();

        assertThat(LoopGuard.isOurs(StructuredReport.of(report))).isTrue();
        assertThat(LoopGuard.isOurs(SecondaryCapture.of(report, film, Placement.of(100, 100, 64), List.of())))
                .isTrue();
    }

    @Test
    void recognisesOurWorkInsideAnObjectThatSomeoneElseReworked() {
        var reworked = StructuredReport.of(ReportExamples.of(ReportExamples.film()));
        reworked.setString(Tag.Manufacturer, VR.LO, "Some archive");

        assertThat(LoopGuard.isOurs(reworked)).isTrue();
    }

    @Test
    void letsFilmsPass() {
        assertThat(LoopGuard.isOurs(ReportExamples.film())).isFalse();
        assertThat(LoopGuard.isOurs(new Attributes())).isFalse();
    }
}
