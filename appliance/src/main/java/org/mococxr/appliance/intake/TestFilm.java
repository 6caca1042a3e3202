package org.mococxr.appliance.intake;

import java.io.ByteArrayInputStream;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import org.mococxr.appliance.journal.TestFilms;
import org.mococxr.dicom.DicomObject;
import org.mococxr.dicom.DicomWriter;
import org.mococxr.dicom.Tag;
import org.mococxr.dicom.TransferSyntax;
import org.mococxr.dicom.VR;
import org.mococxr.inbox.Source;
import org.mococxr.phantom.PhantomKind;
import org.mococxr.phantom.PhantomPatient;
import org.mococxr.phantom.PhantomStudy;
import org.mococxr.phantom.PhantomStudyOptions;

/** A drawn film that goes every film's way and says wherever it arrives that it is no patient's. */
public final class TestFilm {
    /** As in the golden films of every package: a model that passed its golden test knows it for a chest film. */
    private static final PhantomKind KIND = PhantomKind.EFFUSION_AND_TB;

    private static final long SEED = 104;
    private static final int NUMBERS = 1_000_000_000;
    private static final int AGE_YEARS = 40;

    private TestFilm() {}

    /** Sends one; each is another object, so that it is assessed anew. */
    public static UploadResult send(Intake intake, Clock clock) {
        return intake.upload(new ByteArrayInputStream(draw(clock)), new Source(Source.Way.UPLOAD, TestFilms.SENDER));
    }

    /** The object as a file's bytes. */
    static byte[] draw(Clock clock) {
        var today = LocalDate.ofInstant(clock.instant(), ZoneId.systemDefault());
        var number = 1 + (int) (clock.millis() % NUMBERS);
        var nobody = new PhantomPatient(number, "TEST^", PhantomPatient.STUDY_DATE.minusYears(AGE_YEARS), "F");
        var dataset =
                PhantomStudy.dataset(KIND, SEED, PhantomStudyOptions.usual().withPatient(nobody));
        dataset.setString(Tag.PatientID, VR.LO, "TEST-" + number);
        dataset.setString(Tag.StudyDescription, VR.LO, "TEST FILM, NO PATIENT");
        for (var tag : new int[] {Tag.StudyDate, Tag.SeriesDate, Tag.AcquisitionDate, Tag.ContentDate}) {
            dataset.setDate(tag, today);
        }
        return DicomWriter.toBytes(DicomObject.of(dataset, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN));
    }
}
