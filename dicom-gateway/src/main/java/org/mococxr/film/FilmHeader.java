package org.mococxr.film;

import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalInt;
import org.mococxr.dicom.Attributes;
import org.mococxr.dicom.DicomObject;
import org.mococxr.dicom.Tag;
import org.mococxr.dicom.UID;

/** What a film says about itself; of a picture that is no DICOM object, little more than its size. */
public record FilmHeader(
        Kind kind, Identifiers identifiers, Patient patient, Examination examination, PixelFormat pixels) {
    public enum Kind {
        DICOM,
        PNG,
        JPEG
    }

    /**
     * Who the object is.
     *
     * @param sentBy AE title of who sent it over the network; nobody's for a file that was handed in
     */
    public record Identifiers(
            Optional<String> sopClassUid,
            Optional<String> sopInstanceUid,
            Optional<String> studyInstanceUid,
            Optional<String> seriesInstanceUid,
            Optional<String> transferSyntaxUid,
            Optional<String> sentBy) {}

    /**
     * Whose film it is.
     *
     * @param ageYears the age at the examination; the lowest, where the header says several
     * @param agesContradict whether the header says ages that differ by more than a year
     */
    public record Patient(
            Optional<String> id,
            Optional<String> name,
            Optional<String> sex,
            Optional<LocalDate> birthDate,
            OptionalInt ageYears,
            boolean agesContradict) {}

    /**
     * What was examined, where and how.
     *
     * @param viewWords what the header says about the view, for people
     * @param forProcessing raw detector data, not meant to be looked at
     */
    public record Examination(
            Optional<String> modality,
            StatedBodyPart bodyPart,
            View view,
            String viewWords,
            boolean forProcessing,
            Optional<String> accession,
            Optional<LocalDate> date,
            Optional<String> stationName,
            Optional<String> manufacturer) {}

    /** The pixels as declared; zero where nothing is stated. */
    public record PixelFormat(
            boolean present,
            int rows,
            int columns,
            int frames,
            int samplesPerPixel,
            String photometric,
            int bitsAllocated,
            int bitsStored) {
        static PixelFormat of(Attributes dataset, boolean present) {
            return new PixelFormat(
                    present,
                    dataset.getInt(Tag.Rows, 0),
                    dataset.getInt(Tag.Columns, 0),
                    frames(dataset),
                    dataset.getInt(Tag.SamplesPerPixel, 1),
                    dataset.getString(Tag.PhotometricInterpretation, ""),
                    dataset.getInt(Tag.BitsAllocated, 0),
                    dataset.getInt(Tag.BitsStored, dataset.getInt(Tag.BitsAllocated, 0)));
        }

        /** An object that has an image and says that it has none of them means one. */
        private static int frames(Attributes dataset) {
            var stated = dataset.getInt(Tag.NumberOfFrames, 1);
            return stated == 0 ? 1 : stated;
        }

        /** One grey sample whose polarity is known. */
        public boolean isMonochrome() {
            return photometric.equals("MONOCHROME1") || photometric.equals("MONOCHROME2");
        }
    }

    static FilmHeader of(DicomObject object) {
        var dataset = object.dataset();
        var age = PatientAge.of(dataset);
        return new FilmHeader(
                Kind.DICOM,
                new Identifiers(
                        object.sopClassUid(),
                        object.sopInstanceUid(),
                        dataset.getString(Tag.StudyInstanceUID),
                        dataset.getString(Tag.SeriesInstanceUID),
                        Optional.of(object.transferSyntax().uid()),
                        object.fileMeta().getString(Tag.SourceApplicationEntityTitle)),
                new Patient(
                        dataset.getString(Tag.PatientID),
                        dataset.getString(Tag.PatientName),
                        dataset.getString(Tag.PatientSex),
                        dataset.getDate(Tag.PatientBirthDate),
                        age.years(),
                        age.contradicts()),
                examinationOf(object),
                PixelFormat.of(dataset, object.hasPixelData()));
    }

    private static Examination examinationOf(DicomObject object) {
        var dataset = object.dataset();
        var view = StatedView.of(dataset);
        var forProcessing = dataset.getString(Tag.PresentationIntentType)
                .map(intent -> intent.equals("FOR PROCESSING"))
                .orElseGet(() -> object.sopClassUid()
                        .map(UID.DigitalXRayImageStorageForProcessing::equals)
                        .orElse(false));
        return new Examination(
                dataset.getString(Tag.Modality),
                StatedBodyPart.of(dataset),
                view.view(),
                view.words(),
                forProcessing,
                dataset.getString(Tag.AccessionNumber),
                dataset.getDate(Tag.StudyDate),
                dataset.getString(Tag.StationName),
                dataset.getString(Tag.Manufacturer));
    }

    static FilmHeader of(RasterFilm film) {
        return new FilmHeader(
                Kind.valueOf(film.format()),
                new Identifiers(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                new Patient(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        OptionalInt.empty(),
                        false),
                new Examination(
                        Optional.empty(),
                        StatedBodyPart.NONE,
                        View.UNKNOWN,
                        "",
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                new PixelFormat(
                        true,
                        film.radiograph().rows(),
                        film.radiograph().columns(),
                        1,
                        film.colour().samples(),
                        film.colour().photometric(),
                        film.bitsPerSample(),
                        film.bitsPerSample()));
    }

    public Optional<String> sopClassUid() {
        return identifiers.sopClassUid();
    }

    public Optional<String> sopInstanceUid() {
        return identifiers.sopInstanceUid();
    }

    public Optional<String> studyInstanceUid() {
        return identifiers.studyInstanceUid();
    }

    public Optional<String> seriesInstanceUid() {
        return identifiers.seriesInstanceUid();
    }

    public Optional<String> transferSyntaxUid() {
        return identifiers.transferSyntaxUid();
    }

    public Optional<String> sentBy() {
        return identifiers.sentBy();
    }

    public Optional<String> patientId() {
        return patient.id();
    }

    public Optional<String> patientName() {
        return patient.name();
    }

    public Optional<String> sex() {
        return patient.sex();
    }

    public OptionalInt ageYears() {
        return patient.ageYears();
    }

    public Optional<String> modality() {
        return examination.modality();
    }

    public StatedBodyPart bodyPart() {
        return examination.bodyPart();
    }

    public View view() {
        return examination.view();
    }

    public boolean forProcessing() {
        return examination.forProcessing();
    }

    public Optional<String> accession() {
        return examination.accession();
    }

    public Optional<LocalDate> studyDate() {
        return examination.date();
    }

    public Optional<String> stationName() {
        return examination.stationName();
    }

    public Optional<String> manufacturer() {
        return examination.manufacturer();
    }

    public int rows() {
        return pixels.rows();
    }

    public int columns() {
        return pixels.columns();
    }

    public int frames() {
        return pixels.frames();
    }

    public int samplesPerPixel() {
        return pixels.samplesPerPixel();
    }

    public String photometric() {
        return pixels.photometric();
    }

    public int bitsAllocated() {
        return pixels.bitsAllocated();
    }

    public int bitsStored() {
        return pixels.bitsStored();
    }

    /** Says nothing that identifies a person. */
    @Override
    public String toString() {
        return "FilmHeader[%s, %d x %d pixels]".formatted(kind, pixels.columns(), pixels.rows());
    }
}
