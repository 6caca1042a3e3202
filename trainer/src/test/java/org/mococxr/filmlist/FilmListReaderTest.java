package org.mococxr.filmlist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilmListReaderTest {
    @TempDir
    private Path folder = Path.of("");

    private FilmFolder films = new FilmFolder(folder);

    @BeforeEach
    void twoFilms() {
        films = new FilmFolder(folder).film("a.png", false).film("b.png", true);
    }

    @Test
    void readsWhatIsKnownAndWhatIsNot() {
        var list = films.row("a.png,p1,s1,PA,54,F,NIH,train,1,")
                .row("b.png,,,,,,NIH,val,-1,0")
                .write("films.csv");

        var read = FilmListReader.read(List.of(list), List.of()).get(0);

        assertThat(read.findings()).containsExactly("pleural_effusion", "tuberculosis");
        assertThat(read.films()).hasSize(2);
        var first = read.films().get(0);
        assertThat(first.path()).isEqualTo(folder.resolve("a.png"));
        assertThat(first.ageYears()).isEqualTo(OptionalInt.of(54));
        assertThat(first.label("pleural_effusion")).isEqualTo(Label.POSITIVE);
        assertThat(first.label("tuberculosis")).isEqualTo(Label.UNKNOWN);
        assertThat(first.person()).isEqualTo("NIH/p1");
        var second = read.films().get(1);
        assertThat(second.person()).isEqualTo("NIH/b.png");
        assertThat(second.label("pleural_effusion")).isEqualTo(Label.UNCERTAIN);
        assertThat(second.ageYears()).isEmpty();
        assertThat(read.use().bySource()).containsEntry("NIH", 2);
        assertThat(read.sha256()).hasSize(64);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "c.png,p1,,,,,NIH,train,1,  | line 2: there is no file \"c.png\"",
                "a.png,p1,,,,,NIH,exclude,1, | line 2: the split is \"exclude\", expected train, val or test",
                "a.png,p1,,,,,NIH,train,yes, | line 2: pleural_effusion is \"yes\", expected 1, 0, -1",
                "a.png,p1,,,54y,,NIH,train,1, | line 2: the age is \"54y\", expected whole years",
                "a.png,p1,,,154,,NIH,train,1, | line 2: the age is \"154\", expected whole years",
                "a.png,p1,,,,male,NIH,train,1, | line 2: the sex is \"male\", expected F, M, O or nothing",
                "a.png,p1,,,,,,train,1, | line 2: the source is empty",
                "a.png,p1,train | line 2: it has 3 values",
            })
    void refusesARowByLineAndWords(String row, String expected) {
        var list = films.row(row).write("films.csv");

        assertThatThrownBy(() -> FilmListReader.read(List.of(list), List.of()))
                .isInstanceOf(FilmListRefusedException.class)
                .hasMessageContaining(expected);
    }

    @Test
    void refusesAColumnItDoesNotKnow() {
        var list = films.row("a.png,NIH,train,1").write("films.csv", "file,source,split,plural_effusion");

        assertThatThrownBy(() -> FilmListReader.read(List.of(list), List.of()))
                .isInstanceOf(FilmListRefusedException.class)
                .hasMessageContaining("line 1: unknown column \"plural_effusion\"")
                .hasMessageContaining("pleural_effusion");
    }

    @Test
    void refusesAListWithoutSplits() {
        var list = films.row("a.png,NIH").write("films.csv", "file,source");

        assertThatThrownBy(() -> FilmListReader.read(List.of(list), List.of()))
                .hasMessageContaining("line 1: the column \"split\" is missing");
    }

    @Test
    void refusesAPatientInTwoSplitsNamingBothPlaces() {
        var list = films.row("a.png,p1,,,,,NIH,train,1,")
                .row("b.png,p1,,,,,NIH,val,1,")
                .write("films.csv");

        assertThatThrownBy(() -> FilmListReader.read(List.of(list), List.of()))
                .isInstanceOf(FilmListRefusedException.class)
                .hasMessageContaining("line 3: patient \"p1\" of NIH is in val here and in train in films.csv line 2");
    }

    @Test
    void refusesAPatientInTwoSplitsOfTwoLists() {
        var one = films.row("a.png,p1,,,,,NIH,train,1,").write("one.csv");
        var other = new FilmFolder(folder).row("b.png,p1,,,,,NIH,test,1,").write("other.csv");

        assertThatThrownBy(() -> FilmListReader.read(List.of(one, other), List.of()))
                .hasMessageContaining("other.csv, line 2")
                .hasMessageContaining("one.csv line 2");
    }

    @Test
    void patientsOfTwoSourcesMayShareAnId() {
        var list = films.row("a.png,1,,,,,NIH,train,1,")
                .row("b.png,1,,,,,Shenzhen,val,1,")
                .write("films.csv");

        var read = FilmListReader.read(List.of(list), List.of()).get(0);

        assertThat(read.films()).extracting(ListedFilm::person).containsExactly("NIH/1", "Shenzhen/1");
    }

    @Test
    void refusesAFilmListedTwice() {
        var list = films.row("a.png,p1,,,,,NIH,train,1,")
                .row("./a.png,p2,,,,,NIH,train,0,")
                .write("films.csv");

        assertThatThrownBy(() -> FilmListReader.read(List.of(list), List.of()))
                .hasMessageContaining("line 3: the file \"./a.png\" is listed already in films.csv line 2");
    }

    @Test
    void eachListMayHaveItsOwnRoot() throws IOException {
        var elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        new FilmFolder(elsewhere).film("c.png", true);
        var one = films.row("a.png,p1,,,,,NIH,train,1,").write("one.csv");
        var other = new FilmFolder(folder).row("c.png,p1,,,,,NIH2,train,1,").write("other.csv");

        var read = FilmListReader.read(List.of(one, other), List.of(folder, elsewhere));

        assertThat(read.get(1).films().get(0).path()).isEqualTo(elsewhere.resolve("c.png"));
        assertThatThrownBy(() -> FilmListReader.read(List.of(one, other), List.of(folder, elsewhere, folder)))
                .hasMessageContaining("3 roots for 2 film lists");
    }
}
