package org.mococxr.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AttributesTest {
    private final Attributes dataset = new Attributes();

    @Test
    void everyNamedTagIsInTheDictionaryUnderItsKeyword() throws IllegalAccessException {
        var named = 0;
        for (var field : Tag.class.getFields()) {
            if (Modifier.isStatic(field.getModifiers()) && field.getType() == int.class) {
                var tag = field.getInt(null);
                assertThat(Tag.keywordOf(tag)).isEqualTo(field.getName());
                assertThat(Tag.forKeyword(field.getName())).hasValue(tag);
                named++;
            }
        }
        assertThat(named).isGreaterThan(250);
    }

    @Test
    void repeatingOverlayGroupsShareTheirEntries() {
        assertThat(ElementDictionary.vrOf(0x60020010)).isEqualTo(VR.US);
        assertThat(Tag.keywordOf(0x60023000)).isEqualTo("OverlayData");
        assertThat(Tag.keywordOf(0x00091234)).isEqualTo("(0009,1234)");
    }

    @Test
    void tagsComeInUnsignedOrder() {
        dataset.setInt(Tag.DataSetTrailingPadding, VR.OB, 0);
        dataset.setInt(Tag.Rows, VR.US, 1);
        dataset.setInt(Tag.PixelData, VR.OB, 0);

        assertThat(dataset.tags()).containsExactly(Tag.Rows, Tag.PixelData, Tag.DataSetTrailingPadding);
    }

    @Test
    void valuesOfFilesAreReadWithoutTheirPadding() {
        dataset.setBytes(Tag.ImageType, VR.CS, "ORIGINAL\\PRIMARY\\ ".getBytes(StandardCharsets.US_ASCII));
        dataset.setBytes(Tag.SOPInstanceUID, VR.UI, "1.2.3\0".getBytes(StandardCharsets.US_ASCII));
        dataset.setBytes(Tag.PatientSex, VR.CS, "  ".getBytes(StandardCharsets.US_ASCII));

        assertThat(dataset.getStrings(Tag.ImageType)).containsExactly("ORIGINAL", "PRIMARY", "");
        assertThat(dataset.getString(Tag.ImageType, 1)).contains("PRIMARY");
        assertThat(dataset.getString(Tag.SOPInstanceUID)).contains("1.2.3");
        assertThat(dataset.getString(Tag.PatientSex)).isEmpty();
        assertThat(dataset.getString(Tag.PatientName)).isEmpty();
    }

    @Test
    void numbersAreReadFromTextAndFromBinary() {
        dataset.setString(Tag.WindowCenter, VR.DS, "40.5", "1e2");
        dataset.setInt(Tag.Rows, VR.US, 65_535);
        dataset.setInt(Tag.PixelPaddingValue, VR.SS, -2000);
        dataset.setDouble(Tag.RescaleSlope, VR.DS, 1.0 / 3);
        dataset.setBytes(Tag.RescaleIntercept, VR.DS, "abc ".getBytes(StandardCharsets.US_ASCII));
        dataset.setBytes(Tag.WindowWidth, VR.DS, "NaN ".getBytes(StandardCharsets.US_ASCII));

        assertThat(dataset.getDoubles(Tag.WindowCenter)).containsExactly(40.5, 100);
        assertThat(dataset.getInt(Tag.WindowCenter)).isEmpty();
        assertThat(dataset.getInt(Tag.Rows)).hasValue(65_535);
        assertThat(dataset.getInt(Tag.PixelPaddingValue)).hasValue(-2000);
        assertThat(dataset.getDouble(Tag.RescaleSlope, 0)).isEqualTo(0.33333333333333, within(1e-13));
        assertThat(dataset.getString(Tag.RescaleSlope, "")).hasSizeLessThanOrEqualTo(16);
        assertThat(dataset.getDouble(Tag.RescaleIntercept)).isEmpty();
        assertThat(dataset.getDouble(Tag.WindowWidth)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -0.5, 1e-300, -1.23456789012345678e-123, 123456789.123456789, 6.02214076e23, 1 / 7.0})
    void decimalTextHasAtMostSixteenCharacters(double value) {
        var text = TextForm.decimalString(value);

        assertThat(text).hasSizeLessThanOrEqualTo(16);
        assertThat(Double.parseDouble(text)).isCloseTo(value, withinPercentage(1e-6));
    }

    @ParameterizedTest
    @CsvSource({"20250131,2025-01-31", "1997.12.31,1997-12-31", "20250230,", "2025,", "abcdefgh,"})
    void datesAreRealOrAbsent(String text, LocalDate date) {
        dataset.setBytes(Tag.StudyDate, VR.DA, text.getBytes(StandardCharsets.US_ASCII));

        assertThat(dataset.getDate(Tag.StudyDate).orElse(null)).isEqualTo(date);
    }

    @ParameterizedTest
    @CsvSource({
        "CS,chest",
        "CS,ABCDEFGHIJKLMNOPQ",
        "DA,2025-01-31",
        "UI,1.2.x",
        "UI,../../etc",
        "AS,81",
        "TM,1:00",
        "IS,1.5",
        "DS,abc",
        "SH,ABCDEFGHIJKLMNOPQ",
        "LO,A\\B"
    })
    void whatTheStandardForbidsIsRefusedWhereItIsSet(VR vr, String value) {
        assertThatThrownBy(() -> dataset.setString(Tag.PatientID, vr, value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PatientID")
                .hasMessageNotContaining(value);
    }

    @Test
    void selectedElementsAreCopiedByteForByteAndDeeply() {
        dataset.setBytes(Tag.PatientName, VR.PN, new byte[] {(byte) 0xc0, 'x'});
        var item = new Attributes();
        item.setString(Tag.CodeValue, VR.SH, "A");
        dataset.newSequence(Tag.ProcedureCodeSequence).add(item);

        var copy = new Attributes();
        copy.addSelected(dataset, Tag.PatientName, Tag.ProcedureCodeSequence, Tag.PatientID);
        item.setString(Tag.CodeValue, VR.SH, "B");

        assertThat(copy.getBytes(Tag.PatientName).orElseThrow()).containsExactly((byte) 0xc0, 'x');
        assertThat(copy.getNestedDataset(Tag.ProcedureCodeSequence)
                        .orElseThrow()
                        .getString(Tag.CodeValue))
                .contains("A");
        assertThat(copy.contains(Tag.PatientID)).isFalse();
    }

    @Test
    void nothingThatIdentifiesAPersonIsPrinted() {
        dataset.setString(Tag.PatientName, VR.PN, "Doe^Jane");

        assertThat(dataset.toString()).doesNotContain("Doe");
    }

    @Test
    void transferSyntaxesAndClassesHaveNames() {
        assertThat(UID.nameOf(UID.CTImageStorage)).contains("CT Image");
        assertThat(UID.nameOf("1.2.840.10008.1.2.4.90")).contains("JPEG 2000 Lossless");
        assertThat(UID.nameOf("1.2.3")).isEmpty();
        assertThat(Arrays.stream(TransferSyntax.values()).map(TransferSyntax::uid))
                .allMatch(UID::isValid);
        assertThat(UID.isValid(UID.ImplementationClass)).isTrue();
        assertThat(UID.isValid("1.2/../3")).isFalse();
    }
}
