package org.mococxr.phantom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mococxr.phantom.PhantomArchive.Split;

class PhantomArchiveTest {
    @TempDir
    Path folder;

    @Test
    void writesTheFilmsItListsWithTheCountsAskedFor() throws IOException {
        var filmList = PhantomArchive.write(
                folder, 1, 48, List.of(Split.balanced("train", 21), new Split("val", Map.of(PhantomKind.EFFUSION, 3))));

        var lines = Files.readAllLines(filmList);
        var rows = lines.stream().skip(1).map(line -> line.split(",", -1)).toList();

        assertThat(lines.get(0))
                .isEqualTo("file,patient,study,view,age,sex,source,split,pleural_effusion,tuberculosis");
        assertThat(rows).filteredOn(row -> row[7].equals("train")).hasSize(21);
        assertThat(rows).filteredOn(row -> row[7].equals("val")).hasSize(3).allMatch(row -> row[8].equals("1"));
        assertThat(rows)
                .filteredOn(row -> row[7].equals("train") && row[8].equals("1"))
                .hasSize(10);
        assertThat(rows)
                .filteredOn(row -> row[7].equals("train") && row[9].equals("1"))
                .hasSize(10);
        assertThat(rows).allSatisfy(row -> {
            var image = ImageIO.read(folder.resolve(row[0]).toFile());
            assertThat(Math.max(image.getWidth(), image.getHeight())).isEqualTo(48);
            assertThat(Integer.parseInt(row[4])).isBetween(18, 85);
        });
    }

    @Test
    void keepsEveryPatientInOneSplitAndOneSource() throws IOException {
        var filmList =
                PhantomArchive.write(folder, 1, 24, List.of(Split.balanced("train", 17), Split.balanced("val", 16)));

        var rows = Files.readAllLines(filmList).stream()
                .skip(1)
                .map(line -> line.split(",", -1))
                .toList();
        var byPatient = rows.stream().collect(Collectors.groupingBy(row -> row[1], TreeMap::new, Collectors.toList()));

        assertThat(byPatient.values()).allSatisfy(films -> {
            assertThat(films.stream().map(row -> row[7]).distinct()).hasSize(1);
            assertThat(films.stream().map(row -> row[6]).distinct()).hasSize(1);
        });
        assertThat(byPatient.values()).filteredOn(films -> films.size() == 2).hasSizeGreaterThanOrEqualTo(3);
        assertThat(rows.stream().map(row -> row[6]).distinct())
                .containsExactlyInAnyOrderElementsOf(PhantomArchive.SOURCES);
    }

    @Test
    void takesAPatientSeveralTimesInOneStudyUnderOtherExposures() throws IOException {
        var splits = List.of(Split.balanced("train", 24));
        var once = folder.resolve("once");
        var thrice = folder.resolve("thrice");
        PhantomArchive.write(once, 1, 24, splits);

        var rows =
                Files.readAllLines(PhantomArchive.write(thrice, new PhantomArchive.Drawing(1, 24, 3), splits)).stream()
                        .skip(1)
                        .map(line -> line.split(",", -1))
                        .toList();

        assertThat(rows).hasSize(24);
        var byStudy = rows.stream().collect(Collectors.groupingBy(row -> row[2]));
        assertThat(byStudy.values()).allSatisfy(films -> {
            assertThat(films).hasSize(3);
            assertThat(films.stream().map(row -> row[1] + row[8] + row[9]).distinct())
                    .hasSize(1);
        });
        assertThat(Files.readAllBytes(thrice.resolve(rows.get(1)[0])))
                .isNotEqualTo(Files.readAllBytes(thrice.resolve(rows.get(0)[0])));
        assertThat(Files.readAllBytes(thrice.resolve(rows.get(0)[0])))
                .as("the first take is the film of archives with one film per study")
                .isEqualTo(Files.readAllBytes(once.resolve(rows.get(0)[0])));
    }

    @Test
    void refusesStudiesWithoutAFilm() {
        assertThatThrownBy(() -> new PhantomArchive.Drawing(1, 24, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a phantom study has 1 to 9 films, not 0");
    }

    @Test
    void refusesKindsThatAreNoFrontalFilm() {
        assertThatThrownBy(() -> new Split("train", Map.of(PhantomKind.LATERAL, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("split train asks for 1 films of kind LATERAL");
    }
}
