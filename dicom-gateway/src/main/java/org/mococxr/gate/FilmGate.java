package org.mococxr.gate;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.mococxr.dicom.TransferSyntax;
import org.mococxr.dicom.UID;
import org.mococxr.dicom.codec.FrameDecoder;
import org.mococxr.film.BodyRegion;
import org.mococxr.film.FilmHeader;
import org.mococxr.film.FilmReader;
import org.mococxr.film.FilmUnreadableException;
import org.mococxr.film.Radiograph;
import org.mococxr.film.View;
import org.mococxr.observation.Observation;
import org.mococxr.observation.ObservationKind;

/**
 * Refuses what is no front view of a grown-up's chest.
 *
 * <p>The order is the order in which a person would want to know: what it is, whose chest from where, whether it can be read,
 * whether there is enough of it.
 */
public final class FilmGate {
    private static final Set<String> RADIOGRAPH_CLASSES = Set.of(
            UID.ComputedRadiographyImageStorage,
            UID.DigitalXRayImageStorageForPresentation,
            UID.DigitalXRayImageStorageForProcessing);

    private static final Set<String> RADIOGRAPH_MODALITIES = Set.of("CR", "DX", "RG");

    /** What film digitisers and cameras call themselves, where they do not name the radiograph they copied. */
    private static final Set<String> COPY_MODALITIES = Set.of("", "OT", "FD", "XC");

    private static final int GREYS = 256;
    private static final double FLAT_FRACTION = 0.99;
    private static final int FLAT_GREYS = 8;
    private static final double EXTREME_FRACTION = 0.9;

    /** Reads and judges a film in one step: the header first, so that what is refused for it is never decoded. */
    public Admission admit(Path file, GatePolicy policy) {
        final FilmHeader header;
        try {
            header = FilmReader.readHeader(file);
        } catch (FilmUnreadableException e) {
            return new Admission.Refused(Refusal.of(e), Optional.empty());
        }
        return judgeHeader(header, policy)
                .<Admission>map(refusal -> new Admission.Refused(refusal, Optional.of(header)))
                .orElseGet(() -> admitPixels(file, header, policy));
    }

    private Admission admitPixels(Path file, FilmHeader header, GatePolicy policy) {
        try {
            var film = FilmReader.read(file);
            return judgePixels(film.radiograph(), policy)
                    .<Admission>map(refusal -> new Admission.Refused(refusal, Optional.of(header)))
                    .orElseGet(() -> new Admission.Admitted(film, remarks(header)));
        } catch (FilmUnreadableException e) {
            return new Admission.Refused(Refusal.of(e), Optional.of(header));
        }
    }

    /** Judges what a film says about itself. */
    public Optional<Refusal> judgeHeader(FilmHeader header, GatePolicy policy) {
        return firstOf(
                kind(header, policy),
                copy(header, policy),
                pixelFormat(header),
                bodyPart(header),
                view(header, policy),
                age(header, policy),
                syntax(header),
                size(header.rows(), header.columns(), policy));
    }

    /** Judges the decoded pixels. */
    public Optional<Refusal> judgePixels(Radiograph film, GatePolicy policy) {
        return firstOf(size(film.rows(), film.columns(), policy), contrast(film));
    }

    /** What a reader should know about a film that is let through. */
    public List<Observation> remarks(FilmHeader header) {
        var remarks = new ArrayList<Observation>();
        if (isSecondaryCapture(header)) {
            remarks.add(ObservationKind.SECONDARY_CAPTURE.of());
        }
        if (header.kind() != FilmHeader.Kind.DICOM) {
            remarks.add(ObservationKind.PICTURE.of(header.kind()));
        }
        if (header.patient().agesContradict()) {
            remarks.add(ObservationKind.AGES_CONTRADICT.of());
        }
        return remarks;
    }

    @SafeVarargs
    private static Optional<Refusal> firstOf(Optional<Refusal>... judgements) {
        for (var judgement : judgements) {
            if (judgement.isPresent()) {
                return judgement;
            }
        }
        return Optional.empty();
    }

    private static Optional<Refusal> refuse(RefusalCode code, ObservationKind found, Object... values) {
        return Optional.of(new Refusal(code, found.of(values)));
    }

    private static Optional<Refusal> kind(FilmHeader header, GatePolicy policy) {
        if (header.kind() != FilmHeader.Kind.DICOM) {
            return Optional.empty();
        }
        var sopClass = header.sopClassUid().orElse("");
        var modality = header.modality().orElse("");
        if (!header.pixels().present()) {
            return refuse(RefusalCode.NO_PIXELS, ObservationKind.WITHOUT_PIXELS, classOf(sopClass));
        }
        var radiograph = RADIOGRAPH_CLASSES.contains(sopClass);
        if (!radiograph && !isSecondaryCapture(header)) {
            return refuse(RefusalCode.UNSUPPORTED_SOP_CLASS, ObservationKind.OTHER_CLASS, classOf(sopClass));
        }
        if (!radiograph && policy.copies().name(header.sentBy()) && COPY_MODALITIES.contains(modality)) {
            return Optional.empty();
        }
        if (!radiograph && modality.isEmpty()) {
            return refuse(RefusalCode.UNSUPPORTED_SOP_CLASS, ObservationKind.COPY_OF_UNKNOWN);
        }
        if (!modality.isEmpty() && !RADIOGRAPH_MODALITIES.contains(modality)) {
            return refuse(RefusalCode.NOT_CHEST, ObservationKind.OTHER_MODALITY, printable(modality));
        }
        return header.forProcessing()
                ? refuse(RefusalCode.NOT_DISPLAY_READY, ObservationKind.FOR_PROCESSING)
                : Optional.empty();
    }

    private static Optional<Refusal> copy(FilmHeader header, GatePolicy policy) {
        return isSecondaryCapture(header) && !policy.copies().include(header.sentBy())
                ? refuse(
                        RefusalCode.SECONDARY_CAPTURE,
                        ObservationKind.COPY_SENT_BY,
                        printable(header.sentBy().orElseThrow()),
                        policy.copies().aeTitles().isEmpty() ? ObservationKind.NOBODY.of() : policy.copies())
                : Optional.empty();
    }

    private static boolean isSecondaryCapture(FilmHeader header) {
        return header.sopClassUid()
                .filter(UID.SecondaryCaptureImageStorage::equals)
                .isPresent();
    }

    /** By its name in the standard, where we know it. */
    private static Object classOf(String sopClass) {
        if (sopClass.isEmpty()) {
            return ObservationKind.NO_CLASS.of();
        }
        var name = UID.nameOf(sopClass);
        if (name.isPresent()) {
            return name.get();
        }
        return UID.isValid(sopClass) ? ObservationKind.CLASS.of(sopClass) : ObservationKind.CLASS_ILL_FORMED.of();
    }

    private static Optional<Refusal> pixelFormat(FilmHeader header) {
        if (header.samplesPerPixel() != 1) {
            return refuse(
                    RefusalCode.COLOUR,
                    ObservationKind.SAMPLES,
                    header.samplesPerPixel(),
                    printable(header.photometric()));
        }
        if (header.frames() != 1) {
            return refuse(RefusalCode.MULTI_FRAME, ObservationKind.IMAGES, header.frames());
        }
        if (header.photometric().isEmpty()) {
            return refuse(RefusalCode.MALFORMED, ObservationKind.NO_PHOTOMETRIC);
        }
        if (!header.pixels().isMonochrome()) {
            return refuse(RefusalCode.COLOUR, ObservationKind.OTHER_PHOTOMETRIC, printable(header.photometric()));
        }
        return Optional.empty();
    }

    private static Optional<Refusal> syntax(FilmHeader header) {
        var unread = header.transferSyntaxUid()
                .flatMap(TransferSyntax::forUid)
                .filter(syntax -> !FrameDecoder.supports(syntax));
        return unread.flatMap(syntax ->
                refuse(RefusalCode.UNSUPPORTED_SYNTAX, ObservationKind.SYNTAX_NOT_READ, syntax.title(), syntax.uid()));
    }

    private static Optional<Refusal> bodyPart(FilmHeader header) {
        if (header.bodyPart().region() != BodyRegion.OTHER) {
            return Optional.empty();
        }
        var words = header.bodyPart().words();
        return words.isEmpty()
                ? refuse(RefusalCode.NOT_CHEST, ObservationKind.OTHER_DESCRIPTION)
                : refuse(RefusalCode.NOT_CHEST, ObservationKind.OTHER_BODY_PART, printable(words));
    }

    private static Optional<Refusal> view(FilmHeader header, GatePolicy policy) {
        var words = printable(header.examination().viewWords());
        if (header.view() == View.LATERAL) {
            return refuse(RefusalCode.LATERAL_VIEW, ObservationKind.VIEW, words);
        }
        if (header.view() == View.OTHER) {
            return refuse(RefusalCode.LATERAL_VIEW, ObservationKind.NEITHER_FRONT_NOR_SIDE, words);
        }
        if (policy.requireKnownView() && !header.view().isFrontal()) {
            return words.isBlank()
                    ? refuse(RefusalCode.VIEW_UNKNOWN, ObservationKind.NO_VIEW)
                    : refuse(RefusalCode.VIEW_UNKNOWN, ObservationKind.VIEW, words);
        }
        return Optional.empty();
    }

    private static Optional<Refusal> age(FilmHeader header, GatePolicy policy) {
        if (header.ageYears().isPresent() && header.ageYears().getAsInt() < policy.minAgeYears()) {
            return refuse(
                    RefusalCode.AGE_UNDER_LIMIT,
                    header.patient().agesContradict() ? ObservationKind.ONE_AGE_UNDER : ObservationKind.UNDER_AGE,
                    policy.minAgeYears());
        }
        if (policy.requireKnownAge() && header.ageYears().isEmpty()) {
            return refuse(RefusalCode.AGE_UNKNOWN, ObservationKind.NO_AGE, policy.minAgeYears());
        }
        return Optional.empty();
    }

    private static Optional<Refusal> size(int rows, int columns, GatePolicy policy) {
        if (rows < 1 || columns < 1) {
            return refuse(RefusalCode.MALFORMED, ObservationKind.SIZE, columns, rows);
        }
        if ((long) rows * columns > FilmReader.MAX_PIXELS) {
            return refuse(
                    RefusalCode.TOO_LARGE,
                    ObservationKind.TOO_MANY_PIXELS,
                    columns,
                    rows,
                    FilmReader.MAX_PIXELS / 1_000_000);
        }
        if (Math.min(rows, columns) < policy.minSidePixels() || (long) rows * columns < policy.minPixels()) {
            return refuse(
                    RefusalCode.TOO_SMALL,
                    ObservationKind.TOO_FEW_PIXELS,
                    columns,
                    rows,
                    policy.minSidePixels(),
                    Math.max(policy.minPixels(), (long) policy.minSidePixels() * policy.minSidePixels()));
        }
        return Optional.empty();
    }

    private static Optional<Refusal> contrast(Radiograph film) {
        var greys = film.greys(GREYS);
        var pixels = (double) film.rows() * film.columns();
        var flattest = 0L;
        for (var from = 0; from + FLAT_GREYS <= GREYS; from++) {
            var band = 0L;
            for (var grey = from; grey < from + FLAT_GREYS; grey++) {
                band += greys[grey];
            }
            flattest = Math.max(flattest, band);
        }
        if (flattest >= FLAT_FRACTION * pixels) {
            return refuse(RefusalCode.BLANK, ObservationKind.FEW_GREYS, percent(flattest / pixels), FLAT_GREYS);
        }
        var extreme = greys[0] + greys[GREYS - 1];
        return extreme >= EXTREME_FRACTION * pixels
                ? refuse(
                        RefusalCode.SATURATED,
                        ObservationKind.BLACK_OR_WHITE,
                        percent(extreme / pixels),
                        Math.round(100 * EXTREME_FRACTION))
                : Optional.empty();
    }

    private static String percent(double fraction) {
        return String.format(Locale.ROOT, "%.1f", 100 * fraction);
    }

    /** Header words a person will see: letters, digits and a little more, not too many. */
    private static String printable(String text) {
        var plain = text.replaceAll("[^\\p{L}\\p{N} ._:,/^-]", "?");
        return plain.substring(0, Math.min(plain.length(), 64));
    }
}
