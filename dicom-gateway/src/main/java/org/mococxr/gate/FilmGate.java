package org.mococxr.gate;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mococxr.dicom.TransferSyntax;
import org.mococxr.dicom.UID;
import org.mococxr.dicom.codec.FrameDecoder;
import org.mococxr.film.FilmHeader;
import org.mococxr.film.FilmReader;
import org.mococxr.film.FilmUnreadableException;
import org.mococxr.film.Radiograph;
import org.mococxr.film.View;

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
    public List<String> remarks(FilmHeader header) {
        var remarks = new ArrayList<String>();
        if (isSecondaryCapture(header)) {
            remarks.add("a secondary capture: a copy of the film whose processing is not known");
        }
        if (header.kind() != FilmHeader.Kind.DICOM) {
            remarks.add("a %s picture: nothing is known about patient, view or processing".formatted(header.kind()));
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

    private static Optional<Refusal> refuse(RefusalCode code, String found, Object... values) {
        return Optional.of(new Refusal(code, found.formatted(values)));
    }

    private static Optional<Refusal> kind(FilmHeader header, GatePolicy policy) {
        if (header.kind() != FilmHeader.Kind.DICOM) {
            return Optional.empty();
        }
        var sopClass = header.sopClassUid().orElse("");
        var modality = header.modality().orElse("");
        if (!header.pixels().present()) {
            return refuse(RefusalCode.NO_PIXELS, "%s without pixel data", classWords(sopClass));
        }
        var radiograph = RADIOGRAPH_CLASSES.contains(sopClass);
        if (!radiograph && !isSecondaryCapture(header)) {
            return refuse(
                    RefusalCode.UNSUPPORTED_SOP_CLASS,
                    "%s; computed or digital radiography needed",
                    classWords(sopClass));
        }
        if (!radiograph && policy.copies().name(header.sentBy()) && COPY_MODALITIES.contains(modality)) {
            return Optional.empty();
        }
        if (!radiograph && modality.isEmpty()) {
            return refuse(
                    RefusalCode.UNSUPPORTED_SOP_CLASS,
                    "a secondary capture that does not say of what; modality CR, DX or RG needed");
        }
        if (!modality.isEmpty() && !RADIOGRAPH_MODALITIES.contains(modality)) {
            return refuse(RefusalCode.NOT_CHEST, "modality %s; CR, DX or RG needed", printable(modality));
        }
        return header.forProcessing()
                ? refuse(RefusalCode.NOT_DISPLAY_READY, "marked \"for processing\"; \"for presentation\" needed")
                : Optional.empty();
    }

    private static Optional<Refusal> copy(FilmHeader header, GatePolicy policy) {
        return isSecondaryCapture(header) && !policy.copies().include(header.sentBy())
                ? refuse(
                        RefusalCode.SECONDARY_CAPTURE,
                        "sent by %s; copies of films are assessed from: %s",
                        printable(header.sentBy().orElseThrow()),
                        policy.copies())
                : Optional.empty();
    }

    private static boolean isSecondaryCapture(FilmHeader header) {
        return header.sopClassUid()
                .filter(UID.SecondaryCaptureImageStorage::equals)
                .isPresent();
    }

    private static String classWords(String sopClass) {
        if (sopClass.isEmpty()) {
            return "an object without SOP class";
        }
        return UID.nameOf(sopClass)
                .orElseGet(() ->
                        UID.isValid(sopClass) ? "SOP class " + sopClass : "an object with an ill-formed SOP class");
    }

    private static Optional<Refusal> pixelFormat(FilmHeader header) {
        if (header.samplesPerPixel() != 1) {
            return refuse(
                    RefusalCode.COLOUR,
                    "%d samples per pixel (%s); one grey sample needed",
                    header.samplesPerPixel(),
                    printable(header.photometric()));
        }
        if (header.frames() != 1) {
            return refuse(RefusalCode.MULTI_FRAME, "%d images; one needed", header.frames());
        }
        if (header.photometric().isEmpty()) {
            return refuse(RefusalCode.MALFORMED, "PhotometricInterpretation is missing");
        }
        if (!header.pixels().isMonochrome()) {
            return refuse(RefusalCode.COLOUR, "%s; MONOCHROME1 or MONOCHROME2 needed", printable(header.photometric()));
        }
        return Optional.empty();
    }

    private static Optional<Refusal> syntax(FilmHeader header) {
        var unread = header.transferSyntaxUid()
                .flatMap(TransferSyntax::forUid)
                .filter(syntax -> !FrameDecoder.supports(syntax));
        return unread.flatMap(
                syntax -> refuse(RefusalCode.UNSUPPORTED_SYNTAX, "%s (%s)", syntax.title(), syntax.uid()));
    }

    private static Optional<Refusal> bodyPart(FilmHeader header) {
        var stated = header.bodyPart().orElse("");
        if (BodyPart.ofStated(stated) == BodyPart.OTHER) {
            return refuse(RefusalCode.NOT_CHEST, "body part %s; CHEST needed", printable(stated));
        }
        if (BodyPart.ofStated(stated) == BodyPart.UNSTATED
                && BodyPart.ofDescription(header.examination().description()) == BodyPart.OTHER) {
            return refuse(
                    RefusalCode.NOT_CHEST, "the description names another part of the body and no body part is stated");
        }
        return Optional.empty();
    }

    private static Optional<Refusal> view(FilmHeader header, GatePolicy policy) {
        var words = printable(header.examination().viewWords());
        if (header.view() == View.LATERAL) {
            return refuse(RefusalCode.LATERAL_VIEW, "view \"%s\"; PA or AP needed", words);
        }
        if (header.view() == View.OTHER) {
            return refuse(RefusalCode.LATERAL_VIEW, "neither front nor side: view \"%s\"; PA or AP needed", words);
        }
        if (policy.requireKnownView() && !header.view().isFrontal()) {
            return refuse(
                    RefusalCode.VIEW_UNKNOWN,
                    words.isBlank() ? "no view stated; PA or AP needed" : "view \"%s\"; PA or AP needed",
                    words);
        }
        return Optional.empty();
    }

    private static Optional<Refusal> age(FilmHeader header, GatePolicy policy) {
        if (header.ageYears().isPresent() && header.ageYears().getAsInt() < policy.minAgeYears()) {
            return refuse(RefusalCode.AGE_UNDER_LIMIT, "under %d years", policy.minAgeYears());
        }
        if (policy.requireKnownAge() && header.ageYears().isEmpty()) {
            return refuse(
                    RefusalCode.AGE_UNKNOWN,
                    "neither birth date and study date nor an age with its unit; %d years or more needed",
                    policy.minAgeYears());
        }
        return Optional.empty();
    }

    private static Optional<Refusal> size(int rows, int columns, GatePolicy policy) {
        if (rows < 1 || columns < 1) {
            return refuse(RefusalCode.MALFORMED, "%d x %d pixels", columns, rows);
        }
        if ((long) rows * columns > FilmReader.MAX_PIXELS) {
            return refuse(
                    RefusalCode.TOO_LARGE,
                    "%d x %d pixels; at most %d million are read",
                    columns,
                    rows,
                    FilmReader.MAX_PIXELS / 1_000_000);
        }
        if (Math.min(rows, columns) < policy.minSidePixels() || (long) rows * columns < policy.minPixels()) {
            return refuse(
                    RefusalCode.TOO_SMALL,
                    "%d x %d pixels; at least %d a side and %d in all needed",
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
            return refuse(
                    RefusalCode.BLANK,
                    "%.1f %% of the image within %d of 256 greys",
                    100 * flattest / pixels,
                    FLAT_GREYS);
        }
        var extreme = greys[0] + greys[GREYS - 1];
        return extreme >= EXTREME_FRACTION * pixels
                ? refuse(
                        RefusalCode.SATURATED,
                        "%.1f %% of the image is black or white; less than %.0f %% needed",
                        100 * extreme / pixels,
                        100 * EXTREME_FRACTION)
                : Optional.empty();
    }

    /** Header words a person will see: letters, digits and a little more, not too many. */
    private static String printable(String text) {
        var plain = text.replaceAll("[^\\p{L}\\p{N} ._:,/^-]", "?");
        return plain.substring(0, Math.min(plain.length(), 40));
    }
}
