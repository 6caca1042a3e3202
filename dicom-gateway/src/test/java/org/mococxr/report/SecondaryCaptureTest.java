package org.mococxr.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.mococxr.dicom.Attributes;
import org.mococxr.dicom.DicomObject;
import org.mococxr.dicom.DicomReader;
import org.mococxr.dicom.DicomWriter;
import org.mococxr.dicom.Tag;
import org.mococxr.dicom.TransferSyntax;
import org.mococxr.dicom.UID;
import org.mococxr.dicom.VR;
import org.mococxr.film.DisplayPicture;
import org.mococxr.film.Placement;
import org.mococxr.film.Radiograph;
import org.mococxr.film.Rendering;
import org.mococxr.phantom.PhantomFilm;
import org.mococxr.phantom.PhantomKind;

class SecondaryCaptureTest {
    /** Where the film begins: below one line of caption. */
    private static final int FILM_TOP = 24;

    private static final int CELLS = 10;

    private final ScreeningReport report = ReportExamples.of(ReportExamples.film());

    @Test
    void coloursTheFilmWhereTheMapIsHotAndNowhereElse() {
        var film = PhantomFilm.draw(PhantomKind.EFFUSION, 3, 800, 800).radiograph();
        var placement = Placement.of(800, 800, 320);

        var sc = SecondaryCapture.of(report, film, placement, List.of(hotCell(7, 2)));

        var shown = DisplayPicture.of(film, 800);
        assertThat(isGrey(sc, FILM_TOP + 600, 200))
                .as("centre of the hot cell (7, 2)")
                .isFalse();
        for (int row = 0; row < 800; row += 9) {
            for (int column = 0; column < 800; column += 9) {
                boolean near = row >= 500 && row < 700 && column >= 100 && column < 300;
                if (!near) {
                    assertThat(pixel(sc, FILM_TOP + row, column))
                            .as("row %d, column %d", row, column)
                            .isEqualTo(shown.grey(row, column) * 0x010101);
                }
            }
        }
    }

    @Test
    void placesTheHeatOnAFilmThatIsNotSquare() {
        var film = flat(400, 800); // in the prepared square: rows 25 % to 75 %
        var placement = Placement.of(400, 800, 320);

        var sc = SecondaryCapture.of(report, film, placement, List.of(hotCell(3, 8)));

        // Cell (3, 8) is 30-40 % down and 80-90 % across the square, so film row 10-30 %, column 80-90 %.
        assertThat(isGrey(sc, FILM_TOP + 80, 680)).isFalse();
        assertThat(isGrey(sc, FILM_TOP + 280, 680)).isTrue();
        assertThat(isGrey(sc, FILM_TOP + 80, 120)).isTrue();
        assertThat(centreOfColour(sc, 400, 800)).satisfies(at -> {
            assertThat(at[0]).isBetween(78, 82);
            assertThat(at[1]).isBetween(678, 682);
        });
    }

    @Test
    void showsOnePicturePerSuggestiveFindingSideBySide() {
        var film = flat(600, 600);
        var maps = List.of(hotCell(5, 5), HeatMap.of(Concepts.TUBERCULOSIS, activation(1, 1)));

        var sc = SecondaryCapture.of(report, film, Placement.of(600, 600, 320), maps);

        assertThat(isGrey(sc, FILM_TOP + 330, 330)).as("effusion map, left").isFalse();
        assertThat(isGrey(sc, FILM_TOP + 90, 90))
                .as("effusion map is cold there")
                .isTrue();
        assertThat(isGrey(sc, FILM_TOP + 90, 604 + 90))
                .as("tuberculosis map, right")
                .isFalse();
    }

    @Test
    void leavesOutTheMapOfAFindingThatIsNotThere() {
        var film = flat(800, 800);
        var absent = new FindingResult(Concepts.PLEURAL_EFFUSION, 0.02, Decision.NOT_SUGGESTIVE, "screening", 0.42);
        var negative = ReportExamples.of(ReportExamples.film(), ReportExamples.MODEL, List.of(absent));

        var sc = SecondaryCapture.of(negative, film, Placement.of(800, 800, 320), List.of(hotCell(5, 5)));

        assertThat(isGrey(sc, FILM_TOP + 440, 440)).isTrue();
    }

    @Test
    void burnsInTheWarningTheDecisionsAndNothingOfThePatient() {
        var film = flat(800, 800);
        var placement = Placement.of(800, 800, 320);

        var first = SecondaryCapture.of(report, film, placement, List.of());
        var otherPatient = ReportExamples.film();
        otherPatient.setString(Tag.PatientName, VR.PN, "Somebody^Else");
        otherPatient.setString(Tag.PatientID, VR.LO, "42");
        var second = SecondaryCapture.of(ReportExamples.of(otherPatient), film, placement, List.of());
        var otherScore = new FindingResult(Concepts.PLEURAL_EFFUSION, 0.11, Decision.NOT_SUGGESTIVE, "screening", 0.42);
        var third = SecondaryCapture.of(
                ReportExamples.of(ReportExamples.film(), ReportExamples.MODEL, List.of(otherScore)),
                film,
                placement,
                List.of());

        assertThat(second.getBytes(Tag.PixelData).orElseThrow())
                .isEqualTo(first.getBytes(Tag.PixelData).orElseThrow());
        assertThat(third.getBytes(Tag.PixelData).orElseThrow())
                .isNotEqualTo(first.getBytes(Tag.PixelData).orElseThrow());
        assertThat(amberPixelsBelow(first, FILM_TOP + 800)).isGreaterThan(1000);
    }

    @Test
    void describesItselfAsADerivedPicture() {
        var source = ReportExamples.film();
        source.setString(Tag.LossyImageCompression, VR.CS, "01");
        source.setString(Tag.LossyImageCompressionRatio, VR.DS, "12.5");

        var sc = SecondaryCapture.of(
                ReportExamples.of(source), flat(800, 600), Placement.of(800, 600, 320), List.of(hotCell(2, 2)));

        assertThat(sc.getString(Tag.SOPClassUID)).contains(UID.SecondaryCaptureImageStorage);
        assertThat(sc.getStrings(Tag.ImageType)).containsExactly("DERIVED", "SECONDARY", "OTHER");
        assertThat(sc.getString(Tag.BurnedInAnnotation)).contains("YES");
        assertThat(sc.getString(Tag.LossyImageCompression)).contains("01");
        assertThat(sc.getString(Tag.LossyImageCompressionRatio)).contains("12.5");
        assertThat(sc.getInt(Tag.SeriesNumber)).hasValue(9002);
        assertThat(sc.contains(Tag.Laterality)).isFalse();
        assertThat(sc.getString(Tag.BodyPartExamined)).contains("CHEST");
        assertThat(sc.getNestedDataset(Tag.SourceImageSequence).orElseThrow().getString(Tag.ReferencedSOPInstanceUID))
                .isEqualTo(source.getString(Tag.SOPInstanceUID));
        assertThat(sc.getBytes(Tag.PixelData).orElseThrow())
                .hasSize(3 * sc.getInt(Tag.Rows, 0) * sc.getInt(Tag.Columns, 0));
    }

    @Test
    void comesBackFromItsFileAsItWas() {
        var sc = SecondaryCapture.of(report, flat(400, 301), Placement.of(400, 301, 320), List.of(hotCell(4, 4)));

        var read = DicomReader.read(DicomWriter.toBytes(DicomObject.of(sc, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN)));

        assertThat(read.dataset()).isEqualTo(sc);
    }

    @Test
    void showsAMapWithoutAnyHeatAsPlainFilm() {
        var cold = HeatMap.of(Concepts.PLEURAL_EFFUSION, new float[CELLS][CELLS]);

        var sc = SecondaryCapture.of(report, flat(800, 800), Placement.of(800, 800, 320), List.of(cold));

        for (int at = 0; at < 800; at += 10) {
            assertThat(isGrey(sc, FILM_TOP + at, at)).isTrue();
        }
    }

    @Test
    void refusesAPlacementOfAnotherFilm() {
        assertThatThrownBy(() -> SecondaryCapture.of(report, flat(80, 60), Placement.of(60, 80, 320), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the placement is of a film of 60 x 80 pixels, the film has 80 x 60");
    }

    @Test
    void refusesAHeatMapThatIsNone() {
        assertThatThrownBy(() -> HeatMap.of(Concepts.PLEURAL_EFFUSION, new float[][] {{0, 1}, {2}}))
                .hasMessage("heat map of pleural_effusion has rows of 2 and 1 cells");
        assertThatThrownBy(() -> HeatMap.of(Concepts.PLEURAL_EFFUSION, new float[][] {{0, Float.NaN}}))
                .hasMessage("heat map of pleural_effusion holds NaN at row 0, column 1");
    }

    private static HeatMap hotCell(int row, int column) {
        return HeatMap.of(Concepts.PLEURAL_EFFUSION, activation(row, column));
    }

    private static float[][] activation(int row, int column) {
        float[][] activation = new float[CELLS][CELLS];
        activation[row][column] = 7;
        activation[0][9] = -3;
        return activation;
    }

    private static Radiograph flat(int rows, int columns) {
        return Radiograph.of(rows, columns, new short[rows * columns], new float[] {0.5f}, Rendering.of("test/1"));
    }

    private static int pixel(Attributes sc, int row, int column) {
        var bytes = sc.getByteBuffer(Tag.PixelData).orElseThrow();
        int at = 3 * (row * sc.getInt(Tag.Columns, 0) + column);
        return (bytes.get(at) & 0xFF) << 16 | (bytes.get(at + 1) & 0xFF) << 8 | (bytes.get(at + 2) & 0xFF);
    }

    private static boolean isGrey(Attributes sc, int row, int column) {
        int colour = pixel(sc, row, column);
        return colour == (colour & 0xFF) * 0x010101;
    }

    /** Mean row and column within the film of everything coloured. */
    private static int[] centreOfColour(Attributes sc, int rows, int columns) {
        long count = 0;
        long rowSum = 0;
        long columnSum = 0;
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                if (!isGrey(sc, FILM_TOP + row, column)) {
                    count++;
                    rowSum += row;
                    columnSum += column;
                }
            }
        }
        assertThat(count).as("coloured pixels").isPositive();
        return new int[] {(int) (rowSum / count), (int) (columnSum / count)};
    }

    private static int amberPixelsBelow(Attributes sc, int top) {
        int count = 0;
        for (int row = top; row < sc.getInt(Tag.Rows, 0); row++) {
            for (int column = 0; column < sc.getInt(Tag.Columns, 0); column++) {
                int colour = pixel(sc, row, column);
                count += (colour >> 16) > 0xC0 && (colour & 0xFF) < 0x80 ? 1 : 0;
            }
        }
        return count;
    }
}
