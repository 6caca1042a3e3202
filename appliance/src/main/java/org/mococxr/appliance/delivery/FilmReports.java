package org.mococxr.appliance.delivery;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.mococxr.appliance.intake.StoredFilms;
import org.mococxr.appliance.journal.FilmEntry;
import org.mococxr.appliance.journal.Outcome;
import org.mococxr.appliance.language.Sentence;
import org.mococxr.appliance.screening.Assessment;
import org.mococxr.appliance.screening.Conclusion;
import org.mococxr.dicom.Attributes;
import org.mococxr.dicom.DicomObject;
import org.mococxr.dicom.DicomReader;
import org.mococxr.dicom.TransferSyntax;
import org.mococxr.dicom.UID;
import org.mococxr.film.Placement;
import org.mococxr.report.Concepts;
import org.mococxr.report.Decision;
import org.mococxr.report.DeviceIdentity;
import org.mococxr.report.FilmPrint;
import org.mococxr.report.FindingResult;
import org.mococxr.report.HeatMap;
import org.mococxr.report.LoopGuard;
import org.mococxr.report.ModelIdentity;
import org.mococxr.report.ReportedFinding;
import org.mococxr.report.ScreeningReport;
import org.mococxr.report.SecondaryCapture;
import org.mococxr.report.StructuredReport;

/** Makes reports from what the journal and the inbox hold, so that a restart makes the same ones again. */
public final class FilmReports implements ReportMaker {
    private final StoredFilms films;
    private final FilmPrints prints;
    private final DeviceIdentity device;

    public FilmReports(StoredFilms films, FilmPrints prints, DeviceIdentity device) {
        this.films = films;
        this.prints = prints;
        this.device = device;
    }

    @Override
    public List<String> sopClasses() {
        return Stream.concat(
                        Arrays.stream(StructuredReport.Form.values()).map(StructuredReport.Form::sopClassUid),
                        Stream.of(UID.SecondaryCaptureImageStorage))
                .toList();
    }

    @Override
    public Reports on(FilmEntry film) {
        return new OnFilm(film);
    }

    /** Reads the film's header once for all its reports. */
    private final class OnFilm implements Reports {
        private final FilmEntry film;
        private Optional<ScreeningReport> report = Optional.empty();

        private OnFilm(FilmEntry film) {
            this.film = film;
        }

        @Override
        public Stream<DicomObject> of(String kind) {
            var outcome =
                    film.outcome().orElseThrow(() -> new ReportNotPossibleException(Sentence.of("delivery.no_result")));
            var scored = scored(outcome);
            var content = report.orElseGet(() -> report(film, outcome, scored));
            report = Optional.of(content);
            return switch (kind) {
                case "sr" ->
                    Arrays.stream(StructuredReport.Form.values())
                            .map(form -> object(StructuredReport.of(content, form)));
                case "sc" -> Stream.of(content).map(it -> object(picture(film, scored, it)));
                default -> throw new ReportNotPossibleException(Sentence.of("delivery.no_such_kind", kind));
            };
        }
    }

    private static Conclusion.Scored scored(Outcome outcome) {
        return outcome.conclusion()
                .fold(
                        scored -> scored,
                        refused -> {
                            throw new ReportNotPossibleException(Sentence.of("delivery.film_refused"));
                        },
                        failed -> {
                            throw new ReportNotPossibleException(Sentence.of("delivery.film_failed"));
                        });
    }

    private ScreeningReport report(FilmEntry film, Outcome outcome, Conclusion.Scored scored) {
        var source = DicomReader.readHeader(films.file(film.objectDigest())).dataset();
        ScreeningReport.obstacle(source).ifPresent(reason -> {
            throw new ReportNotPossibleException(Sentence.of(reason));
        });
        if (LoopGuard.isOurs(source)) {
            throw new ReportNotPossibleException(Sentence.of("delivery.is_a_report"));
        }
        return new ScreeningReport(
                source,
                film.objectDigest(),
                new ModelIdentity(
                        scored.model().name(), scored.release(), scored.model().digest()),
                scored.assessments().stream().map(FilmReports::result).toList(),
                settingsDigest(scored),
                device,
                outcome.at().atZone(ZoneId.systemDefault()).toOffsetDateTime());
    }

    private Attributes picture(FilmEntry film, Conclusion.Scored scored, ScreeningReport report) {
        var print = prints.take(film.objectDigest())
                .orElseGet(() -> FilmPrint.of(films.read(film.objectDigest()).radiograph()));
        return SecondaryCapture.of(
                report,
                print,
                Placement.of(print.filmRows(), print.filmColumns(), scored.preparedSizePixels()),
                scored.assessments().stream()
                        .map(assessment -> HeatMap.of(
                                finding(assessment), assessment.heatMap().grid()))
                        .toList());
    }

    private static FindingResult result(Assessment assessment) {
        return new FindingResult(
                finding(assessment),
                assessment.probability(),
                switch (assessment.decision()) {
                    case SUGGESTIVE -> Decision.SUGGESTIVE;
                    case NEAR_CUT_OFF -> Decision.NEAR_CUT_OFF;
                    case NOT_SUGGESTIVE, NOT_ASSESSED -> Decision.NOT_SUGGESTIVE;
                },
                assessment.operatingPoint(),
                assessment.thresholdProbability());
    }

    private static ReportedFinding finding(Assessment assessment) {
        return Concepts.finding(assessment.finding())
                .orElseThrow(
                        () -> new ReportNotPossibleException(Sentence.of("delivery.no_code", assessment.finding())));
    }

    /** The operating points are the only settings that shape a result of one model. */
    private static String settingsDigest(Conclusion.Scored scored) {
        var text = new StringBuilder();
        for (var assessment : scored.assessments()) {
            text.append(assessment.finding())
                    .append('=')
                    .append(assessment.operatingPoint())
                    .append('@')
                    .append(assessment.thresholdProbability())
                    .append('\n');
        }
        try {
            var digest =
                    MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime lacks SHA-256, which every one must have", e);
        }
    }

    private static DicomObject object(Attributes dataset) {
        return DicomObject.of(dataset, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    }
}
