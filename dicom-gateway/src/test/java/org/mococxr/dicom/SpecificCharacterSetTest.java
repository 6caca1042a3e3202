package org.mococxr.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpecificCharacterSetTest {
    /** Names of PS3.5 annexes H to K and of the other sets, as the bytes in the standard. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | 446f65 | Doe",
                "ISO_IR 100 | 42756363dc | BuccÜ",
                "ISO_IR 101 | 57b363dc | WłcÜ",
                "ISO_IR 109 | a6 | Ĥ",
                "ISO_IR 110 | a1 | Ą",
                "ISO_IR 144 | bbeecabace | ЛюЪКЮ",
                "ISO_IR 127 | e2c8c7e6ea | قباني",
                "ISO_IR 126 | c4e9efedf5f3e9eff2 | Διονυσιος",
                "ISO_IR 138 | f9f8e5ef | שרון",
                "ISO_IR 148 | c7617675fe6f676c75 | Çavuşoglu",
                "ISO_IR 166 | b9d2cac1 | นาสม",
                "ISO_IR 13 | d4cfc0de5ec0dbb3 | ﾔﾏﾀﾞ^ﾀﾛｳ",
                "ISO_IR 192 | 57616e673de78e8b | Wang=王",
                "GB18030 | 57616e673dcdf5 | Wang=王",
                "\\ISO 2022 IR 87 | 59616d6164613d1b2442" + "3b3345441b28425e1b244242404f3a1b2842 | Yamada=山田^太郎",
                "\\ISO 2022 IR 87\\ISO 2022 IR 159 | 1b2442244a1b28421b2428443021 | な丂",
                "\\ISO 2022 IR 149 | 486f6e673d1b242943fbf35e1b242943d1ce | Hong=洪^吉",
                "\\ISO 2022 IR 58 | 5a683d1b242941d5c55e1b242941d0a1 | Zh=张^小",
                "ISO 2022 IR 13\\ISO 2022 IR 87 | d4cf3d1b24423b331b284a | ﾔﾏ=山"
            })
    void decodesTheExamplesOfTheStandard(String terms, String hex, String text) {
        var dataset = new Attributes();
        dataset.setBytes(Tag.SpecificCharacterSet, VR.CS, terms.getBytes(StandardCharsets.US_ASCII));
        dataset.setBytes(Tag.PatientName, VR.PN, HexFormat.of().parseHex(hex));

        assertThat(String.join("\\", dataset.getStrings(Tag.PatientName))).isEqualTo(text);
    }

    @Test
    void aBackslashInsideATwoByteCharacterSeparatesNothing() {
        var dataset = new Attributes();
        dataset.setString(Tag.SpecificCharacterSet, VR.CS, "", "ISO 2022 IR 87");
        // JIS X 0208 405C ends in the code of a backslash.
        dataset.setBytes(Tag.PatientName, VR.PN, HexFormat.of().parseHex("1b2442" + "405c" + "1b2842" + "5c41"));

        assertThat(dataset.getStrings(Tag.PatientName)).containsExactly("接", "A");
    }

    @Test
    void nestedDataSetsInheritTheSet() {
        var dataset = new Attributes();
        dataset.setString(Tag.SpecificCharacterSet, VR.CS, "ISO_IR 192");
        var item = new Attributes();
        item.setString(Tag.CodeMeaning, VR.LO, "côté");
        dataset.newSequence(Tag.ViewCodeSequence).add(item);

        assertThat(item.getBytes(Tag.CodeMeaning).orElseThrow()).hasSize(6);
        assertThat(dataset.getNestedDataset(Tag.ViewCodeSequence).orElseThrow().getString(Tag.CodeMeaning))
                .contains("côté");
    }

    @Test
    void bytesWithoutADeclaredSetAreMarkedNotGuessed() {
        var dataset = new Attributes();
        dataset.setBytes(Tag.PatientName, VR.PN, new byte[] {(byte) 0xc8, 'a'});

        assertThat(dataset.getString(Tag.PatientName)).contains("\ufffda");
    }

    @Test
    void textThatDoesNotFitItsSetIsRefusedWhenWritten() {
        var dataset = new Attributes();
        dataset.setString(Tag.SpecificCharacterSet, VR.CS, "ISO_IR 100");
        dataset.setString(Tag.PatientName, VR.PN, "山田");

        assertThatThrownBy(() -> dataset.getBytes(Tag.PatientName))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ISO_IR 192")
                .hasMessageNotContaining("山田");
    }
}
