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
        var picture = SecondaryCapture.of(report, film, Placement.of(100, 100, 64), List.of());
        assertThat(LoopGuard.isOurs(picture)).isTrue();
        assertThat(LoopGuard.isOurReport(picture)).isTrue();
    }

    @Test
    void recognisesOurWorkInsideAnObjectThatSomeoneElseReworked() {
        var reworked = StructuredReport.of(ReportExamples.of(ReportExamples.film()));
        reworked.setString(Tag.Manufacturer, VR.LO, "Some archive");

        assertThat(LoopGuard.isOurs(reworked)).isTrue();
    }

    @Test
    void tellsAReportFromAFilmWhateverItsNumbersAre() {
        var report = StructuredReport.of(ReportExamples.of(ReportExamples.film()));
        report.setString(Tag.SOPInstanceUID, VR.UI, "1.2.3");
        var film = ReportExamples.film();
        film.setString(Tag.Manufacturer, VR.LO, DeviceIdentity.MANUFACTURER);
        film.setString(Tag.ManufacturerModelName, VR.LO, DeviceIdentity.PRODUCT);

        assertThat(LoopGuard.isOurReport(report)).isTrue();
        assertThat(LoopGuard.isOurReport(film))
                .as("a film is never dropped for what it says")
                .isFalse();
        assertThat(LoopGuard.isOurReport(new Attributes())).isFalse();
    }

    @Test
    void letsFilmsPass() {
        assertThat(LoopGuard.isOurs(ReportExamples.film())).isFalse();
        assertThat(LoopGuard.isOurs(new Attributes())).isFalse();
    }
}
