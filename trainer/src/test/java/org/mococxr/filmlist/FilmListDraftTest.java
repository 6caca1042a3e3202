package org.mococxr.filmlist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilmListDraftTest {
    @TempDir
    private Path folder = Path.of("");

    private Path table(String... lines) throws IOException {
        return Files.write(folder.resolve("table.csv"), List.of(lines));
    }

    @Test
    void takesColumnsFallbacksConstantsAndConditions() throws IOException {
        var table = table(
                "image,id,group,gender,years,label,use",
                "a.png,7,g1,Male,058,1.0,train",
                "b.png,,g2,Female,61.0,-1,val",
                "c.png,,,M,,nan,train",
                "d.png,9,,F,30,0,drop");
        var draft = new FilmListDraft(
                Map.of(
                        "file", List.of("image"),
                        "patient", List.of("id", "group", "image"),
                        "sex", List.of("gender"),
                        "age", List.of("years"),
                        "split", List.of("use"),
                        "pleural_effusion", List.of("label")),
                Map.of("source", "NIH", "tuberculosis", "0"),
                Map.of(),
                List.of(FilmListDraft.Condition.parse("use!=drop")));

        var outcome = draft.write(table, folder.resolve("list.csv"));

        assertThat(outcome).isEqualTo(new FilmListDraft.Outcome(4, 3));
        assertThat(Files.readAllLines(folder.resolve("list.csv")))
                .containsExactly(
                        FilmFolder.HEADER,
                        "a.png,7,,,58,M,NIH,train,1,0",
                        "b.png,g2,,,61,F,NIH,val,-1,0",
                        "c.png,c.png,,,,M,NIH,train,,0");
    }

    @Test
    void conditionsMayAlsoAskForAValue() throws IOException {
        var table = table("file,split", "a.png,train", "b.png,val");
        var draft = new FilmListDraft(
                Map.of("file", List.of("file"), "split", List.of("split")),
                Map.of("source", "NIH"),
                Map.of(),
                List.of(FilmListDraft.Condition.parse("split=val")));

        var outcome = draft.write(table, folder.resolve("list.csv"));

        assertThat(outcome.films()).isEqualTo(1);
    }

    @Test
    void aColumnOfWordsTellsAFinding() throws IOException {
        var table = table(
                "file,shows",
                "a.png,Nodule|Effusion",
                "b.png,Effusion",
                "c.png,",
                "d.png,Infiltration; Hernia",
                "e.png,No Finding");

        lesionsOf(table, "shows:Infiltration,Nodule");

        assertThat(Files.readAllLines(folder.resolve("list.csv")).stream()
                        .map(line -> line.substring(line.lastIndexOf(',') + 1)))
                .containsExactly("lung_lesion", "1", "0", "", "1", "0");
    }

    private void lesionsOf(Path table, String words) {
        new FilmListDraft(
                        Map.of("file", List.of("file")),
                        Map.of(),
                        Map.of("lung_lesion", FilmListDraft.Named.parse(words)),
                        List.of())
                .write(table, folder.resolve("list.csv"));
    }

    @Test
    void refusesAWordThatNoRowHas() throws IOException {
        var table = table("file,shows", "a.png,Nodule|Effusion", "b.png,No Finding");

        assertThatThrownBy(() -> lesionsOf(table, "shows:Nodul,Effusion"))
                .isInstanceOf(FilmListRefusedException.class)
                .hasMessageContaining("no row names [Nodul] in column \"shows\", by which lung_lesion is told")
                .hasMessageContaining("the rows name Effusion, No Finding, Nodule");
    }

    @Test
    void refusesWordsItCannotRead() {
        assertThatThrownBy(() -> FilmListDraft.Named.parse("Nodule")).hasMessageContaining("is not column:word,word");
        assertThatThrownBy(() -> FilmListDraft.Named.parse("shows:")).hasMessageContaining("is not column:word,word");
    }

    @Test
    void refusesAColumnThatTheTableLacks() throws IOException {
        var table = table("file,split", "a.png,train");
        var draft = new FilmListDraft(Map.of("file", List.of("image")), Map.of(), Map.of(), List.of());

        assertThatThrownBy(() -> draft.write(table, folder.resolve("list.csv")))
                .isInstanceOf(FilmListRefusedException.class)
                .hasMessageContaining("no column \"image\"; it has [file, split]");
    }

    @Test
    void refusesAConditionItCannotRead() {
        assertThatThrownBy(() -> FilmListDraft.Condition.parse("split"))
                .hasMessageContaining("\"split\" is neither column=value nor column!=value");
    }
}
