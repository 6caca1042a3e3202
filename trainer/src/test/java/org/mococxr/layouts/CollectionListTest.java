package org.mococxr.layouts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mococxr.filmlist.FilmListReader;
import org.mococxr.filmlist.FilmListRefusedException;
import org.mococxr.filmlist.Split;
import org.mococxr.phantom.PhantomKind;
import org.mococxr.phantom.PhantomPatient;
import org.mococxr.phantom.PhantomStudy;
import org.mococxr.phantom.PhantomStudyOptions;

/** Collections in the layouts they are published in, a few films each; every list is read back by the reader that training uses. */
class CollectionListTest {
    private static final HashedSplit SPLITS = new HashedSplit(0.2, 0.2, 1);

    @TempDir
    private Path folder = Path.of("");

    private void film(String name) throws IOException {
        var file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "");
    }

    private List<String> written(Layout layout, String from, boolean withLaterals) throws IOException {
        var list = folder.resolve("list.csv");
        CollectionList.write(layout, folder.resolve(from), list, withLaterals, SPLITS);
        FilmListReader.read(List.of(list), List.of(folder));
        return Files.readAllLines(list);
    }

    @Test
    void cheXpertKeepsUncertaintyAndItsOwnSplit() throws IOException {
        film("train/patient00001/study1/view1_frontal.jpg");
        film("train/patient00001/study1/view2_lateral.jpg");
        film("valid/patient64541/study1/view1_frontal.jpg");
        Files.write(
                folder.resolve("train.csv"),
                List.of(
                        "Path,Sex,Age,Frontal/Lateral,AP/PA,No Finding,Pleural Effusion,Fracture",
                        "CheXpert-v1.0-small/train/patient00001/study1/view1_frontal.jpg,Female,68,Frontal,AP,1.0,-1.0,",
                        "CheXpert-v1.0-small/train/patient00001/study1/view2_lateral.jpg,Female,68,Lateral,,1.0,0.0,",
                        "CheXpert-v1.0-small/valid/patient64541/study1/view1_frontal.jpg,Unknown,73,Frontal,PA,0.0,1.0,0.0"));

        assertThat(written(Layout.CHEXPERT, "train.csv", false))
                .containsExactly(
                        "file,patient,study,view,age,sex,source,split,pleural_effusion,fracture,no_finding",
                        "train/patient00001/study1/view1_frontal.jpg,patient00001,study1,AP,68,F,CheXpert,train,-1,,1",
                        "valid/patient64541/study1/view1_frontal.jpg,patient64541,study1,PA,73,,CheXpert,val,1,0,0");
        assertThat(written(Layout.CHEXPERT, "train.csv", true))
                .contains(
                        "train/patient00001/study1/view2_lateral.jpg,patient00001,study1,LATERAL,68,F,CheXpert,train,0,,1");
    }

    @Test
    void chestXray14FindsItsImagesAndItsOfficialTestSplit() throws IOException {
        film("images_001/images/00000001_000.png");
        film("images_002/images/00000002_000.png");
        Files.write(folder.resolve("test_list.txt"), List.of("00000002_000.png"));
        Files.write(
                folder.resolve("Data_Entry_2017.csv"),
                List.of(
                        "Image Index,Finding Labels,Follow-up #,Patient ID,Patient Age,Patient Gender,View Position,OriginalImage[Width,Height],OriginalImagePixelSpacing[x,y],",
                        "00000001_000.png,Effusion|Pleural_Thickening,0,1,058Y,M,PA,2682,2749,0.143,0.143,",
                        "00000002_000.png,No Finding,3,2,414,F,AP,2500,2048,0.168,0.168,",
                        "00000003_000.png,Hernia,0,3,80,F,PA,2500,2048,0.168,0.168,"));

        var list = written(Layout.NIH, "Data_Entry_2017.csv", false);

        assertThat(list).hasSize(3);
        var header = List.of(list.get(0).split(","));
        var first = List.of(list.get(1).split(",", -1));
        assertThat(first.subList(0, 7))
                .containsExactly("images_001/images/00000001_000.png", "1", "0", "PA", "58", "M", "NIH");
        assertThat(first.get(7)).isIn("train", "val");
        assertThat(first.get(header.indexOf("pleural_effusion"))).isEqualTo("1");
        assertThat(first.get(header.indexOf("pleural_thickening"))).isEqualTo("1");
        assertThat(first.get(header.indexOf("no_finding"))).isEqualTo("0");
        assertThat(list.get(2)).startsWith("images_002/images/00000002_000.png,2,3,AP,,F,NIH,test,0,");
    }

    @Test
    void theTuberculosisCollectionsTellSexAndAgeInWords() throws IOException {
        film("CXR_png/CHNCXR_0001_0.png");
        film("CXR_png/CHNCXR_0330_1.png");
        film("MCUCXR_0104_1.png");
        Files.createDirectories(folder.resolve("ClinicalReadings"));
        Files.writeString(folder.resolve("ClinicalReadings/CHNCXR_0001_0.txt"), "male 45yrs\nnormal\n");
        Files.writeString(
                folder.resolve("ClinicalReadings/CHNCXR_0330_1.txt"), "Female , 6 yrs  \n1.Bilateral secondary PTB\n");
        Files.writeString(
                folder.resolve("ClinicalReadings/MCUCXR_0104_1.txt"),
                "Patient's Sex: F\nPatient's Age: 035Y\nrll abnormality suspicious for tuberculosis");

        var shenzhen = written(Layout.SHENZHEN, ".", false);
        var montgomery = written(Layout.MONTGOMERY, ".", false);

        assertThat(shenzhen.get(1))
                .startsWith("CXR_png/CHNCXR_0001_0.png,CHNCXR_0001,,,45,M,Shenzhen,")
                .endsWith(",0");
        assertThat(shenzhen.get(2))
                .startsWith("CXR_png/CHNCXR_0330_1.png,CHNCXR_0330,,,6,F,Shenzhen,")
                .endsWith(",1");
        assertThat(montgomery.get(1))
                .startsWith("MCUCXR_0104_1.png,MCUCXR_0104,,,35,F,Montgomery,")
                .endsWith(",1");
    }

    @Test
    void dicomFilesAreListedWithoutTheIdsOfTheirPatients() throws IOException {
        var studies = Files.createDirectories(folder.resolve("studies"));
        var options = PhantomStudyOptions.usual()
                .withShortSidePixels(64)
                .withPatient(PhantomPatient.of(1, PhantomKind.NORMAL));
        Files.write(studies.resolve("front"), PhantomStudy.dicom(PhantomKind.NORMAL, 1, options));
        Files.write(studies.resolve("side.dcm"), PhantomStudy.dicom(PhantomKind.LATERAL, 2, options));
        Files.writeString(studies.resolve("notes.txt"), "no film");

        var list = folder.resolve("list.csv");
        CollectionList.write(Layout.DICOM, studies, list, false, SPLITS);
        var film = FilmListReader.read(List.of(list), List.of(studies)).get(0).films();

        assertThat(film).singleElement().satisfies(front -> {
            assertThat(front.file()).isEqualTo("front");
            assertThat(front.view()).isIn("PA", "AP");
            assertThat(front.patient()).matches("[0-9a-f]{16}");
            assertThat(front.ageYears()).isPresent();
        });
    }

    @Test
    void aTableOfAnotherCollectionIsRefused() throws IOException {
        Files.write(folder.resolve("train.csv"), List.of("Image Index,Finding Labels", "a.png,Effusion"));

        assertThatThrownBy(() -> written(Layout.CHEXPERT, "train.csv", false))
                .isInstanceOf(FilmListRefusedException.class)
                .hasMessageContaining("the column \"Path\" is missing");
    }

    @Test
    void aPatientAlwaysLandsOnTheSameSideAndSharesAreAsAsked() {
        var sides = IntStream.range(0, 4000)
                .mapToObj(i -> SPLITS.of("north", "p" + i))
                .collect(Collectors.groupingBy(split -> split, Collectors.counting()));

        assertThat((double) sides.get(Split.VAL)).isBetween(700.0, 900.0);
        assertThat((double) sides.get(Split.TEST)).isBetween(700.0, 900.0);
        assertThat(new HashedSplit(0.2, 0.2, 1).of("north", "p17")).isEqualTo(SPLITS.of("north", "p17"));
        assertThatThrownBy(() -> HashedSplit.parse("0.5,0.5", 1)).hasMessageContaining("leave some to train");
        assertThatThrownBy(() -> HashedSplit.parse("half", 1)).hasMessageContaining("written VAL,TEST");
    }
}
