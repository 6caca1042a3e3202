package org.mococxr.layouts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.commons.csv.CSVRecord;
import org.mococxr.filmlist.FilmListRefusedException;

/**
 * NIH ChestX-ray14 (Wang et al. 2017). Labels are text-mined: a finding that is not named counts as absent. Images are looked for by
 * name below the table's folder (they come in {@code images_001/images} and so on). {@code test_list.txt} beside the table makes the
 * official test split.
 */
final class ChestXray14 {
    private static final List<String> FINDINGS = List.of(
            "Atelectasis",
            "Cardiomegaly",
            "Effusion",
            "Infiltration",
            "Mass",
            "Nodule",
            "Pneumonia",
            "Pneumothorax",
            "Consolidation",
            "Edema",
            "Emphysema",
            "Fibrosis",
            "Pleural_Thickening",
            "Hernia");
    private static final int OLDEST_YEARS = 120;

    private ChestXray14() {}

    static List<FoundFilm> read(Path table) throws IOException {
        var folder = table.toAbsolutePath().getParent();
        if (folder == null) {
            throw new FilmListRefusedException(table + " lies in no folder to look for images in");
        }
        var images = images(folder);
        var test = testImages(folder.resolve("test_list.txt"));
        var films = new ArrayList<FoundFilm>();
        var missing = 0;
        for (var row : PublishedTable.read(
                table, List.of("Image Index", "Finding Labels", "Patient ID", "Patient Age", "Patient Gender"))) {
            var file = images.get(row.get("Image Index"));
            if (file == null) {
                missing++;
            } else {
                films.add(film(row, file, test));
            }
        }
        if (films.isEmpty()) {
            throw new FilmListRefusedException(
                    "none of the %d images that %s names lies below %s".formatted(missing, table, folder));
        }
        return films;
    }

    private static Map<String, String> images(Path folder) throws IOException {
        var images = new HashMap<String, String>();
        try (var tree = Files.walk(folder)) {
            tree.filter(path -> path.toString().endsWith(".png"))
                    .forEach(path -> images.put(
                            String.valueOf(path.getFileName()),
                            folder.relativize(path).toString()));
        }
        return images;
    }

    private static Set<String> testImages(Path list) throws IOException {
        return Files.exists(list) ? new HashSet<>(Files.readAllLines(list)) : Set.of();
    }

    private static FoundFilm film(CSVRecord row, String file, Set<String> test) {
        var named = List.of(row.get("Finding Labels").split("\\|"));
        var labels = new LinkedHashMap<String, String>();
        labels.put("no_finding", named.contains("No Finding") ? "1" : "0");
        for (var finding : FINDINGS) {
            var ours = finding.equals("Effusion") ? "pleural_effusion" : finding.toLowerCase(Locale.ROOT);
            labels.put(ours, named.contains(finding) ? "1" : "0");
        }
        return new FoundFilm(
                file,
                row.get("Patient ID"),
                row.isMapped("Follow-up #") ? row.get("Follow-up #") : "",
                row.isMapped("View Position") ? row.get("View Position") : "",
                age(row.get("Patient Age")),
                row.get("Patient Gender"),
                "NIH",
                test.contains(row.get("Image Index")) ? "test" : "",
                labels);
    }

    /** Years, or {@code 058Y} in the first release; a few are typing errors of several hundred. */
    private static String age(String text) {
        var digits = text.strip().replaceFirst("Y$", "");
        if (!digits.matches("\\d{1,3}")) {
            return "";
        }
        var years = Integer.parseInt(digits);
        return years <= OLDEST_YEARS ? Integer.toString(years) : "";
    }
}
