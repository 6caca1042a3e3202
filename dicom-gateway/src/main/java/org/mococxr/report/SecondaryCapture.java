package org.mococxr.report;

import java.util.List;
import org.mococxr.dicom.Attributes;
import org.mococxr.dicom.Tag;
import org.mococxr.dicom.UID;
import org.mococxr.dicom.VR;
import org.mococxr.film.Placement;
import org.mococxr.film.Radiograph;

/**
 * The result as a colour picture that every viewer shows: film, heat map, scores and decisions, model, time, and that it
 * is for research use only. Names no patient in its pixels.
 */
public final class SecondaryCapture {
    private static final DerivedObject.Series SERIES = new DerivedObject.Series(
            "secondary capture", "OT", 9002, DeviceIdentity.PRODUCT + " AI heat map - research use only");

    private SecondaryCapture() {}

    /**
     * @param radiograph the film's pixels
     * @param placement where the film lies in the prepared square that the heat maps cover
     * @param heatMaps drawn side by side, one picture each, as far as their findings are suggestive or near the cut-off;
     *     without any the film is shown as it is
     * @throws IllegalArgumentException if placement and film have different sizes
     */
    public static Attributes of(
            ScreeningReport report, Radiograph radiograph, Placement placement, List<HeatMap> heatMaps) {
        return of(report, FilmPrint.of(radiograph), placement, heatMaps);
    }

    /** The same from what was kept of the film. */
    public static Attributes of(ScreeningReport report, FilmPrint print, Placement placement, List<HeatMap> heatMaps) {
        var picture = AnnotatedFilm.draw(report, print, placement, heatMaps);
        var object = DerivedObject.begin(report, UID.SecondaryCaptureImageStorage, SERIES);
        derivation(object, report);
        object.setString(Tag.BurnedInAnnotation, VR.CS, "YES");
        object.setInt(Tag.SamplesPerPixel, VR.US, 3);
        object.setString(Tag.PhotometricInterpretation, VR.CS, "RGB");
        object.setInt(Tag.PlanarConfiguration, VR.US, 0);
        object.setInt(Tag.Rows, VR.US, picture.rows());
        object.setInt(Tag.Columns, VR.US, picture.columns());
        object.setInt(Tag.BitsAllocated, VR.US, 8);
        object.setInt(Tag.BitsStored, VR.US, 8);
        object.setInt(Tag.HighBit, VR.US, 7);
        object.setInt(Tag.PixelRepresentation, VR.US, 0);
        object.setBytes(Tag.PixelData, VR.OB, picture.bytes());
        return object;
    }

    private static void derivation(Attributes object, ScreeningReport report) {
        var source = report.source();
        var model = report.model();
        object.setString(Tag.ConversionType, VR.CS, "WSD");
        object.setString(Tag.ImageType, VR.CS, "DERIVED", "SECONDARY", "OTHER");
        var local = DerivedObject.localTime(report);
        object.setString(Tag.DateOfSecondaryCapture, VR.DA, DerivedObject.date(local));
        object.setString(Tag.TimeOfSecondaryCapture, VR.TM, DerivedObject.time(local));
        object.setString(
                Tag.DerivationDescription,
                VR.ST,
                "Film with heat map, scores and decisions of model %s %s burned in"
                        .formatted(model.name(), model.version()));
        object.newSequence(Tag.DerivationCodeSequence).add(DerivedObject.code(Concepts.SPATIAL_RESAMPLING));
        var film = DerivedObject.referenceTo(source);
        film.newSequence(Tag.PurposeOfReferenceCodeSequence).add(DerivedObject.code(Concepts.SOURCE_IMAGE));
        object.newSequence(Tag.SourceImageSequence).add(film);
        // Screened as a chest film, whatever the film says or leaves out; an unpaired body part also needs no
        // laterality.
        object.setString(Tag.BodyPartExamined, VR.CS, "CHEST");
        object.setNull(Tag.PatientOrientation, VR.CS);
        object.addSelected(
                source,
                Tag.PatientOrientation,
                Tag.RequestAttributesSequence,
                Tag.LossyImageCompression,
                Tag.LossyImageCompressionRatio,
                Tag.LossyImageCompressionMethod);
    }
}
