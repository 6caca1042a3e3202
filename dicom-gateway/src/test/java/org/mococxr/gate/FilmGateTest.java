package org.mococxr.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mococxr.dicom.Attributes;
import org.mococxr.dicom.DicomObject;
import org.mococxr.dicom.DicomWriter;
import org.mococxr.dicom.Tag;
import org.mococxr.dicom.TransferSyntax;
import org.mococxr.dicom.UID;
import org.mococxr.dicom.VR;
import org.mococxr.film.DicomFilms;
import org.mococxr.film.FilmHeader;
import org.mococxr.film.FilmReader;
import org.mococxr.film.View;
import org.mococxr.observation.Observation;

class FilmGateTest {
    private static final int ROWS = 1000;
    private static final int COLUMNS = 1024;

    private final FilmGate gate = new FilmGate();
    private final Attributes film = DicomFilms.chest(ROWS, COLUMNS, i -> (i % COLUMNS) * 4);

    @TempDir
    Path folder;

    @Test
    void aFrontalChestFilmOfAGrownUpPasses() throws IOException {
        for (var policy : List.of(GatePolicy.clinical(), GatePolicy.research())) {
            var admitted = admit(film, policy).fold(Optional::of, refused -> Optional.<Admission.Admitted>empty());

            assertThat(admitted).isPresent();
            assertThat(admitted.get().film().radiograph().rows()).isEqualTo(ROWS);
            assertThat(admitted.get().remarks()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"CHEST", "THORAX", "chest", "CHEST AP", "LUNG", "TORAX", "Thorax pa", ""})
    void chestsAreChests(String bodyPart) {
        film.setBytes(Tag.BodyPartExamined, VR.CS, bodyPart.getBytes(StandardCharsets.US_ASCII));

        assertThat(clinical()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"HIP", "EXTREMITY", "RIBCAGE", "ABDOMEN", "THORACIC SPINE", "TSPINE", "SKULL"})
    void otherBodyPartsAreNot(String bodyPart) {
        film.setString(Tag.BodyPartExamined, VR.CS, bodyPart);

        assertRefusedByBoth(RefusalCode.NOT_CHEST, bodyPart);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TÓRAX",
                "Tórax",
                "胸部",
                "肺",
                "छाती",
                "NGỰC",
                "Lồng ngực",
                "الصدر",
                "ОГК",
                "Грудная клетка",
                "Лёгкие",
                "PULMÃO",
                "Brustkorb"
            })
    void aChestIsAChestInTheLanguagesOfTheSites(String bodyPart) {
        inUtf8();
        film.setBytes(Tag.BodyPartExamined, VR.LO, bodyPart.getBytes(StandardCharsets.UTF_8));

        assertThat(clinical()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"胸椎", "胸骨", "Грудной отдел позвоночника", "Columna torácica", "Brustwirbelsäule", "膝", "HEART"})
    void itsSpineAndWhatIsUnknownAreNot(String bodyPart) {
        inUtf8();
        film.setBytes(Tag.BodyPartExamined, VR.LO, bodyPart.getBytes(StandardCharsets.UTF_8));

        assertRefusedByBoth(RefusalCode.NOT_CHEST, bodyPart);
    }

    @ParameterizedTest
    @CsvSource({
        "SCT,51185008,pecho,true",
        "SCT,51185008,胸,true",
        "SRT,T-D3000,tórax,true",
        "SCT,816094009,x,true",
        "SCT,39607008,x,true",
        "SCT,72696002,膝,false",
        "SRT,T-D9200,chest,false",
        "SCT,122495006,thorax,false",
        "SCT,416550000,Chest and Abdomen,false",
        "99SITE,1,Chest,true",
        "99SITE,1,Knee,false",
        "99SITE,1,unheard of,false"
    })
    void theCodeOfAnAnatomicRegionCountsWhateverItsMeaningSays(
            String scheme, String value, String meaning, boolean chest) {
        inUtf8();
        film.remove(Tag.BodyPartExamined);
        film.newSequence(Tag.AnatomicRegionSequence).add(code(scheme, value, meaning));

        assertThat(clinical().map(Refusal::code))
                .isEqualTo(chest ? Optional.empty() : Optional.of(RefusalCode.NOT_CHEST));
    }

    @Test
    void anotherRegionBesideAChestIsNoChest() {
        film.newSequence(Tag.AnatomicRegionSequence).add(code("SCT", "72696002", "膝"));
        inUtf8();
        assertRefusedByBoth(RefusalCode.NOT_CHEST, "膝");

        film.newSequence(Tag.AnatomicRegionSequence).add(code("SCT", "80891009", "Heart"));
        assertThat(clinical()).isEmpty();
    }

    @Test
    void aDescriptionSpeaksWhereNoBodyPartIsStated() {
        film.remove(Tag.BodyPartExamined);
        film.setString(Tag.StudyDescription, VR.LO, "MODALITYLUT - TEETH");
        assertRefusedByBoth(RefusalCode.NOT_CHEST, "");

        film.setString(Tag.StudyDescription, VR.LO, "Chest and left hand");
        assertThat(clinical()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "ViewPosition,LATERAL",
        "ViewPosition,LL",
        "ViewPosition,RL",
        "ViewPosition,LLAT",
        "SeriesDescription,Thorax lateral",
        "SeriesDescription,W Chest Lat.",
        "ProtocolName,Chest LAT",
        "ProtocolName,Thorax seitlich"
    })
    void sideViewsAreRefusedWhereverTheyAreNamed(String keyword, String text) {
        film.setString(Tag.forKeyword(keyword).orElseThrow(), keyword.equals("ViewPosition") ? VR.CS : VR.LO, text);

        assertRefusedByBoth(RefusalCode.LATERAL_VIEW, "");
    }

    @Test
    void aNameInADescriptionIsNotRepeated() {
        film.setString(Tag.SeriesDescription, VR.LO, "Doe Jane chest lateral");

        assertThat(clinical().orElseThrow().found().english())
                .doesNotContainIgnoringCase("doe")
                .contains("SeriesDescription");
    }

    @Test
    void aCodedSideViewIsRefused() {
        film.remove(Tag.ViewPosition);
        var code = new Attributes();
        code.setString(Tag.CodeMeaning, VR.LO, "left lateral");
        film.newSequence(Tag.ViewCodeSequence).add(code);

        assertRefusedByBoth(RefusalCode.LATERAL_VIEW, "left lateral");
    }

    @ParameterizedTest
    @CsvSource({
        "SCT,399067008,侧位",
        "SCT,399198007,右侧位",
        "SCT,399173006,левая",
        "SCT,399173006,postero-anterior",
        "SRT,R-102CD,x",
        "SNM3,R-10236,x",
        "SCT,30730003,x"
    })
    void theCodeOfASideViewCountsWhateverItsMeaningAndTheViewPositionSay(String scheme, String value, String meaning) {
        inUtf8();
        film.newSequence(Tag.ViewCodeSequence).add(code(scheme, value, meaning));

        assertRefusedByBoth(RefusalCode.LATERAL_VIEW, meaning);
    }

    @ParameterizedTest
    @CsvSource({
        "SCT,272479007,后前位,PA",
        "SRT,R-40888,x,PA",
        "SRT,R-10214,x,PA",
        "SCT,399348003,x,AP",
        "SRT,R-10206,lateral,AP",
        "SCT,399033003,x,UNKNOWN",
        "SCT,399182000,x,OTHER",
        "SRT,R-10220,x,OTHER",
        "99SITE,272479007,x,UNKNOWN",
        "99SITE,1,left lateral,LATERAL"
    })
    void theCodeSaysTheView(String scheme, String value, String meaning, View view) {
        inUtf8();
        film.remove(Tag.ViewPosition);
        film.newSequence(Tag.ViewCodeSequence).add(code(scheme, value, meaning));

        assertThat(header().view()).isEqualTo(view);
    }

    @ParameterizedTest
    @CsvSource({"DCM,111069,NOT", "SCT,399281004,NOT", "SCT,399196006,PA", "99SITE,7,PA"})
    void aModifierCanMakeAFrontViewAnother(String scheme, String value, String expected) {
        var view = code("SCT", "272479007", "postero-anterior");
        film.newSequence(Tag.ViewCodeSequence).add(view);
        view.newSequence(Tag.ViewModifierCodeSequence).add(code(scheme, value, "x"));

        assertThat(clinical().isEmpty()).isEqualTo(expected.equals("PA"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CHEST LATL",
                "Thorax seitl.",
                "TÓRAX PERFIL",
                "Thorax de profil",
                "Рёбра, боковая проекция",
                "ОГК бок",
                "胸部侧位",
                "胸部側位",
                "छाती पार्श्व",
                "Ngực nghiêng",
                "صدر جانبي",
                "الصدر الجانبية",
                "THORAXLAT",
                "Latchest",
                "Tórax, incidência lateral esquerda"
            })
    void aSideViewIsKnownInTheLanguagesOfTheSites(String text) {
        inUtf8();
        for (var tag : List.of(
                Tag.SeriesDescription,
                Tag.ProtocolName,
                Tag.StudyDescription,
                Tag.AcquisitionDeviceProcessingDescription,
                Tag.PerformedProcedureStepDescription,
                Tag.RequestedProcedureDescription)) {
            film.setString(tag, VR.LO, text);
            assertRefusedByBoth(RefusalCode.LATERAL_VIEW, Tag.keywordOf(tag));
            film.remove(tag);
        }
    }

    @Test
    void aBodyPartMayNameASideViewToo() {
        film.setBytes(Tag.BodyPartExamined, VR.CS, ascii("CHEST LATL"));

        assertRefusedByBoth(RefusalCode.LATERAL_VIEW, "BodyPartExamined");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Chest PA and lateral",
                "Thorax face et profil",
                "Tórax frente y perfil",
                "胸部正侧位",
                "Ngực thẳng nghiêng",
                "Органы грудной клетки в прямой и боковой проекциях",
                "صدر أمامي وجانبي",
                "AP decúbito supino",
                "Unilateral lesion",
                "Chest PA and decubitus",
                "Thorax p.a. und seitlich",
                "лёгкие и кости"
            })
    void anExaminationOfSeveralViewsDoesNotMakeThisFilmASideView(String text) {
        inUtf8();
        film.setString(Tag.StudyDescription, VR.LO, text);

        assertThat(clinical()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"A\\F,true", "P\\F,true", "PR\\F,true", "A,true", "L\\F,false", "'',false", "F\\A,true"})
    void thePatientsOrientationTellsASideView(String orientation, boolean side) {
        film.setBytes(Tag.PatientOrientation, VR.CS, ascii(orientation));

        assertThat(clinical().map(Refusal::code))
                .isEqualTo(side ? Optional.of(RefusalCode.LATERAL_VIEW) : Optional.empty());
    }

    private void inUtf8() {
        film.setString(Tag.SpecificCharacterSet, VR.CS, "ISO_IR 192");
    }

    private static Attributes code(String scheme, String value, String meaning) {
        var code = new Attributes();
        code.setString(Tag.CodeValue, VR.SH, value);
        code.setString(Tag.CodingSchemeDesignator, VR.SH, scheme);
        code.setString(Tag.CodeMeaning, VR.LO, meaning);
        return code;
    }

    @ParameterizedTest
    @ValueSource(strings = {"LPO", "LORDOTIC", "LL DECUBITUS"})
    void viewsNeitherFrontNorSideAreRefusedToo(String view) {
        film.setString(Tag.ViewPosition, VR.CS, view);

        assertRefusedByBoth(RefusalCode.LATERAL_VIEW, "neither");
    }

    @ParameterizedTest
    @CsvSource({
        "CHEST PA,true",
        "Thorax ap liegend,true",
        "postero-anterior,true",
        "P.A.,true",
        "PA LAT,false",
        "W Chest,false"
    })
    void theViewIsFoundInTheSeriesDescription(String text, boolean known) {
        film.remove(Tag.ViewPosition);
        film.setString(Tag.SeriesDescription, VR.LO, text);

        assertThat(clinical().map(Refusal::code))
                .isEqualTo(known ? Optional.empty() : Optional.of(RefusalCode.VIEW_UNKNOWN));
        assertThat(research()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "20100103,20250102,,AGE_UNDER_LIMIT",
        "20100102,20250102,,",
        ",20250102,014Y,AGE_UNDER_LIMIT",
        ",20250102,015Y,",
        ",20250102,179M,AGE_UNDER_LIMIT",
        ",20250102,180M,",
        ",20250102,100W,AGE_UNDER_LIMIT",
        ",20250102,006D,AGE_UNDER_LIMIT",
        "19700101,20250102,003Y,AGE_UNDER_LIMIT",
        "19000101,20150102,008Y,AGE_UNDER_LIMIT",
        "19010101,20150102,003M,AGE_UNDER_LIMIT",
        "19000101,20150102,,AGE_UNKNOWN",
        "18991230,20150102,,AGE_UNKNOWN",
        "19000101,20150102,040Y,",
        "20110103,20250102,016Y,AGE_UNDER_LIMIT",
        "20080103,20250102,013Y,AGE_UNDER_LIMIT",
        "20100102,20250102,014Y,",
        "20300101,20250102,040Y,",
        "17000101,20250102,,AGE_UNKNOWN",
        "19700101,,,AGE_UNKNOWN",
        ",20250102,,AGE_UNKNOWN",
        ",20250102,81,AGE_UNKNOWN"
    })
    void ageDecides(String birth, String study, String age, RefusalCode expected) {
        film.setBytes(Tag.PatientBirthDate, VR.DA, ascii(birth));
        film.setBytes(Tag.StudyDate, VR.DA, ascii(study));
        film.setBytes(Tag.PatientAge, VR.AS, ascii(age));

        assertThat(clinical().map(Refusal::code)).isEqualTo(Optional.ofNullable(expected));
        var underLimit = expected == RefusalCode.AGE_UNDER_LIMIT;
        assertThat(research().isPresent()).isEqualTo(underLimit);
    }

    @Test
    void aChildOnTheDayOfTheExposureIsAChildWheneverTheFilmWasCopied() {
        film.setString(Tag.PatientBirthDate, VR.DA, "20000101");
        film.setString(Tag.AcquisitionDate, VR.DA, "20080101");

        assertRefusedByBoth(RefusalCode.AGE_UNDER_LIMIT, "contradict");
    }

    @Test
    void agesOfAGrownUpThatContradictEachOtherAreARemark() throws IOException {
        film.setString(Tag.PatientAge, VR.AS, "040Y");

        var remarks =
                admit(film, GatePolicy.clinical()).fold(Admission.Admitted::remarks, refused -> List.<Observation>of());

        assertThat(header().ageYears()).hasValue(40);
        assertThat(remarks).anyMatch(remark -> remark.english().contains("contradict"));
    }

    private static byte[] ascii(String text) {
        return (text == null ? "" : text).getBytes(StandardCharsets.US_ASCII);
    }

    @ParameterizedTest
    @CsvSource({"899,2000,TOO_SMALL", "999,1000,TOO_SMALL", "1000,1000,", "900,1112,", "65535,65535,TOO_LARGE"})
    void clinicalFilmsNeedTheirSize(int rows, int columns, RefusalCode expected) {
        film.setInt(Tag.Rows, VR.US, rows);
        film.setInt(Tag.Columns, VR.US, columns);

        assertThat(clinical().map(Refusal::code)).isEqualTo(Optional.ofNullable(expected));
    }

    @ParameterizedTest
    @CsvSource({"31,31,true", "31,2000,true", "32,32,false", "64,64,false"})
    void researchNeedsAFewPixels(int rows, int columns, boolean refused) {
        film.setInt(Tag.Rows, VR.US, rows);
        film.setInt(Tag.Columns, VR.US, columns);

        assertThat(research().isPresent()).isEqualTo(refused);
        assertThat(clinical().map(Refusal::code)).contains(RefusalCode.TOO_SMALL);
    }

    @Test
    void secondaryCapturesOfRadiographsPassWithARemark() throws IOException {
        film.setString(Tag.SOPClassUID, VR.UI, UID.SecondaryCaptureImageStorage);
        var remarks =
                admit(film, GatePolicy.clinical()).fold(Admission.Admitted::remarks, refused -> List.<Observation>of());
        assertThat(remarks).anyMatch(remark -> remark.english().contains("secondary capture"));

        film.setString(Tag.Modality, VR.CS, "CT");
        assertRefusedByBoth(RefusalCode.NOT_CHEST, "CT");
        film.setString(Tag.Modality, VR.CS, "OT");
        assertRefusedByBoth(RefusalCode.NOT_CHEST, "OT");
        film.remove(Tag.Modality);
        assertRefusedByBoth(RefusalCode.UNSUPPORTED_SOP_CLASS, "secondary capture");
    }

    @Test
    void secondaryCapturesOverTheNetworkAreFilmsOfListedSendersOnly() {
        film.setString(Tag.SOPClassUID, VR.UI, UID.SecondaryCaptureImageStorage);
        var listed = GatePolicy.clinical().withCopies(CopySenders.of(Set.of("DIGITISER")));

        assertThat(gate.judgeHeader(headerSentBy("DIGITISER"), listed)).isEmpty();
        assertThat(gate.judgeHeader(headerSentBy("SCREENS"), listed)).hasValueSatisfying(refusal -> {
            assertThat(refusal.code()).isEqualTo(RefusalCode.SECONDARY_CAPTURE);
            assertThat(refusal.found().english()).contains("SCREENS", "DIGITISER");
            assertThat(refusal.code().nextStep()).contains("--film-copies-from");
        });
        assertThat(gate.judgeHeader(
                        headerSentBy("SCREENS"), GatePolicy.clinical().withCopies(CopySenders.of(Set.of("*")))))
                .isEmpty();
        assertThat(gate.judgeHeader(
                        headerSentBy("SCREENS"), GatePolicy.clinical().withCopies(CopySenders.of(Set.of()))))
                .isPresent();
        assertThat(gate.judgeHeader(header(), listed)).as("handed in as a file").isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"OT", "FD", "XC", "''"})
    void aListedDigitiserNeedNotSayThatItCopiedARadiograph(String modality) {
        film.setString(Tag.SOPClassUID, VR.UI, UID.SecondaryCaptureImageStorage);
        film.setString(Tag.Modality, VR.CS, modality);
        var listed = GatePolicy.clinical().withCopies(CopySenders.of(Set.of("DIGITISER")));

        assertThat(gate.judgeHeader(headerSentBy("DIGITISER"), listed)).isEmpty();
        assertThat(gate.judgeHeader(headerSentBy("DIGITISER"), GatePolicy.clinical()))
                .isPresent();

        film.setString(Tag.Modality, VR.CS, "CT");
        assertThat(gate.judgeHeader(headerSentBy("DIGITISER"), listed)).isPresent();
    }

    @Test
    void aFilmItselfNeedsNoListedSender() {
        var nobody = GatePolicy.clinical().withCopies(CopySenders.of(Set.of()));

        assertThat(gate.judgeHeader(headerSentBy("XRAY1"), nobody)).isEmpty();
    }

    private FilmHeader header() {
        return FilmReader.readHeader(DicomFilms.file(film));
    }

    private FilmHeader headerSentBy(String aeTitle) {
        var object = DicomObject.of(film, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
        object.fileMeta().setString(Tag.SourceApplicationEntityTitle, VR.AE, aeTitle);
        return FilmReader.readHeader(DicomWriter.toBytes(object));
    }

    @ParameterizedTest
    @CsvSource({
        "1.2.840.10008.5.1.4.1.1.2,CT Image",
        "1.2.840.10008.5.1.4.1.1.4,MR Image",
        "1.2.840.10008.5.1.4.1.1.66.4,Segmentation",
        "1.2.840.10008.5.1.4.1.1.1.2,Mammography",
        "1.2.276.0.19.55.1.5.1.1.1,1.2.276"
    })
    void otherClassesAreNamed(String sopClass, String name) {
        film.setString(Tag.SOPClassUID, VR.UI, sopClass);

        assertRefusedByBoth(RefusalCode.UNSUPPORTED_SOP_CLASS, name);
    }

    @Test
    void rawDetectorDataIsNotReady() {
        film.setString(Tag.PresentationIntentType, VR.CS, "FOR PROCESSING");
        assertRefusedByBoth(RefusalCode.NOT_DISPLAY_READY, "processing");
        film.remove(Tag.PresentationIntentType);
        film.setString(Tag.SOPClassUID, VR.UI, UID.DigitalXRayImageStorageForProcessing);
        assertRefusedByBoth(RefusalCode.NOT_DISPLAY_READY, "processing");
    }

    @Test
    void colourFramesAndReportsAreNoFilms() {
        film.setInt(Tag.NumberOfFrames, VR.IS, 30);
        assertRefusedByBoth(RefusalCode.MULTI_FRAME, "30");
        film.setInt(Tag.SamplesPerPixel, VR.US, 3);
        film.setString(Tag.PhotometricInterpretation, VR.CS, "RGB");
        assertRefusedByBoth(RefusalCode.COLOUR, "RGB");
        film.remove(Tag.PixelData);
        assertRefusedByBoth(RefusalCode.NO_PIXELS, "");
    }

    @Test
    void aCompressionThatIsNotReadIsNamedWithoutDecoding() {
        film.setFragments(Tag.PixelData, List.of(new byte[0], new byte[4]));
        var header = FilmReader.readHeader(DicomFilms.file(film, TransferSyntax.HTJ2K));

        assertThat(gate.judgeHeader(header, GatePolicy.research()))
                .hasValueSatisfying(
                        refusal -> assertThat(refusal.found().english()).contains("High-Throughput JPEG 2000"));
    }

    static Stream<GatePolicy> policies() {
        return Stream.of(GatePolicy.clinical(), GatePolicy.research());
    }

    @Test
    void emptyAndSaturatedImagesAreRefused() throws IOException {
        DicomFilms.pixels(film, i -> 2000);
        assertPixelsRefused(RefusalCode.BLANK);

        film.setInt(Tag.WindowCenter, VR.DS, 2048);
        film.setInt(Tag.WindowWidth, VR.DS, 4096);
        DicomFilms.pixels(film, i -> i % 40 == 0 ? i / 40 % 4096 : i % 2 == 0 ? 0 : 4095);
        assertPixelsRefused(RefusalCode.SATURATED);
    }

    private void assertPixelsRefused(RefusalCode code) throws IOException {
        for (var policy : policies().toList()) {
            var refusal = admit(film, policy).fold(admitted -> null, Admission.Refused::refusal);
            assertThat(refusal).isNotNull();
            assertThat(refusal.code()).isEqualTo(code);
        }
    }

    @Test
    void aDamagedFileIsRefusedWithWords() throws IOException {
        var file = Files.write(folder.resolve("damaged"), new byte[20]);

        var refusal = gate.admit(file, GatePolicy.clinical()).fold(admitted -> null, Admission.Refused::refusal);

        assertThat(refusal.code()).isEqualTo(RefusalCode.NOT_DICOM_OR_IMAGE);
        assertThat(refusal.found().english()).isNotBlank();
    }

    @ParameterizedTest
    @EnumSource(RefusalCode.class)
    void everyRefusalSaysWhyAndWhatNext(RefusalCode code) {
        assertThat(code.sentence()).endsWith(".");
        assertThat(code.nextStep()).endsWith(".");
    }

    private Optional<Refusal> clinical() {
        return gate.judgeHeader(FilmReader.readHeader(DicomFilms.file(film)), GatePolicy.clinical());
    }

    private Optional<Refusal> research() {
        return gate.judgeHeader(FilmReader.readHeader(DicomFilms.file(film)), GatePolicy.research());
    }

    private void assertRefusedByBoth(RefusalCode code, String word) {
        for (var refusal : List.of(clinical(), research())) {
            assertThat(refusal).isPresent();
            assertThat(refusal.get().code()).isEqualTo(code);
            assertThat(refusal.get().found().english()).contains(word);
        }
    }

    private Admission admit(Attributes dataset, GatePolicy policy) throws IOException {
        return gate.admit(Files.write(folder.resolve("film.dcm"), DicomFilms.file(dataset)), policy);
    }
}
