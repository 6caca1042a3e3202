package org.mococxr.report;

import java.time.OffsetDateTime;
import java.util.List;
import org.mococxr.dicom.Attributes;
import org.mococxr.phantom.PhantomKind;
import org.mococxr.phantom.PhantomStudy;
import org.mococxr.phantom.PhantomStudyOptions;

/** A film and what a model said about it, for the tests of this package. */
final class ReportExamples {
    static final ModelIdentity MODEL = new ModelIdentity("two-findings", "1.2.0", "ab12cd34".repeat(8));
    static final DeviceIdentity DEVICE = new DeviceIdentity("SN0001", "0.1.0");
    static final String SOURCE_DIGEST = "0".repeat(64);
    static final String SETTINGS_DIGEST = "1".repeat(64);
    static final OffsetDateTime WHEN = OffsetDateTime.parse("2026-01-15T10:20:30+01:00");
    static final FindingResult EFFUSION =
            new FindingResult(Concepts.PLEURAL_EFFUSION, 0.873, Decision.SUGGESTIVE, "screening", 0.42);
    static final FindingResult TB =
            new FindingResult(Concepts.TUBERCULOSIS, 0.31, Decision.NEAR_CUT_OFF, "screening", 0.35);

    private ReportExamples() {}

    static Attributes film() {
        return PhantomStudy.dataset(
                PhantomKind.EFFUSION_AND_TB, 16, PhantomStudyOptions.usual().withShortSidePixels(64));
    }

    static ScreeningReport of(Attributes film) {
        return of(film, MODEL, List.of(EFFUSION, TB));
    }

    static ScreeningReport of(Attributes film, ModelIdentity model, List<FindingResult> findings) {
        return new ScreeningReport(film, SOURCE_DIGEST, model, findings, SETTINGS_DIGEST, DEVICE, WHEN);
    }
}
