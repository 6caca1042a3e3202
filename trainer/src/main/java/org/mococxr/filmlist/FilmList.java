package org.mococxr.filmlist;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.mococxr.checkpoint.CheckpointState;

/**
 * One film list as read.
 *
 * @param name the file's name
 * @param sha256 of the file's bytes
 * @param findings the finding columns, in the file's order
 */
public record FilmList(String name, String sha256, List<String> findings, List<ListedFilm> films) {
    /** The columns that are no findings, in the order {@code cxr-lab films} writes them. */
    public static final List<String> COLUMNS =
            List.of("file", "patient", "study", "view", "age", "sex", "source", "split");

    /** Finding columns that a list may have; others are taken for a misspelling. Names follow CheXpert and ChestX-ray14. */
    public static final List<String> FINDINGS = List.of(
            "pleural_effusion",
            "tuberculosis",
            "atelectasis",
            "cardiomegaly",
            "consolidation",
            "edema",
            "emphysema",
            "enlarged_cardiomediastinum",
            "fibrosis",
            "fracture",
            "hernia",
            "infiltration",
            "lung_lesion",
            "lung_opacity",
            "mass",
            "no_finding",
            "nodule",
            "pleural_other",
            "pleural_thickening",
            "pneumonia",
            "pneumothorax",
            "support_devices");

    public FilmList {
        findings = List.copyOf(findings);
        films = List.copyOf(films);
    }

    /** For a checkpoint's record of what it learned from. */
    public CheckpointState.FilmListUse use() {
        Map<String, Integer> bySource = films.stream()
                .collect(Collectors.groupingBy(ListedFilm::source, TreeMap::new, Collectors.summingInt(film -> 1)));
        var people = (int) films.stream().map(ListedFilm::person).distinct().count();
        return new CheckpointState.FilmListUse(name, sha256, films.size(), people, bySource);
    }
}
