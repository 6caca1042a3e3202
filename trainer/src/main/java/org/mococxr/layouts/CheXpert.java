package org.mococxr.layouts;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVRecord;
import org.mococxr.filmlist.FilmListRefusedException;

/**
 * CheXpert (Irvin et al. 2019). Its paths begin with the folder that holds the table ({@code CheXpert-v1.0-small/train/...}); what
 * stands before {@code train} or {@code valid} is dropped, so files lie relative to that folder. Its {@code valid} becomes {@code val}.
 */
final class CheXpert {
    private static final Pattern PATH = Pattern.compile("(?:.*/)?((train|valid)/(patient\\d+)/(study\\d+)/[^/]+)");
    private static final Map<String, String> FINDINGS = findings();

    private CheXpert() {}

    private static Map<String, String> findings() {
        var findings = new LinkedHashMap<String, String>();
        findings.put("No Finding", "no_finding");
        findings.put("Enlarged Cardiomediastinum", "enlarged_cardiomediastinum");
        findings.put("Cardiomegaly", "cardiomegaly");
        findings.put("Lung Opacity", "lung_opacity");
        findings.put("Lung Lesion", "lung_lesion");
        findings.put("Edema", "edema");
        findings.put("Consolidation", "consolidation");
        findings.put("Pneumonia", "pneumonia");
        findings.put("Atelectasis", "atelectasis");
        findings.put("Pneumothorax", "pneumothorax");
        findings.put("Pleural Effusion", "pleural_effusion");
        findings.put("Pleural Other", "pleural_other");
        findings.put("Fracture", "fracture");
        findings.put("Support Devices", "support_devices");
        return findings;
    }

    static List<FoundFilm> read(Path table) throws IOException {
        var films = new ArrayList<FoundFilm>();
        for (var row : PublishedTable.read(
                table, List.of("Path", "Sex", "Age", "Frontal/Lateral", "AP/PA", "Pleural Effusion"))) {
            films.add(film(table, row));
        }
        return films;
    }

    private static FoundFilm film(Path table, CSVRecord row) {
        var path = PATH.matcher(row.get("Path"));
        if (!path.matches()) {
            throw new FilmListRefusedException(
                    "%s line %d: the path \"%s\" is not CheXpert's .../train/patientN/studyN/view.jpg"
                            .formatted(table, row.getRecordNumber() + 1, row.get("Path")));
        }
        var labels = new LinkedHashMap<String, String>();
        FINDINGS.forEach((column, finding) -> {
            if (row.isMapped(column)) {
                labels.put(finding, PublishedTable.wholeNumber(row.get(column)));
            }
        });
        var sex = row.get("Sex").strip();
        return new FoundFilm(
                path.group(1),
                path.group(3),
                path.group(4),
                row.get("Frontal/Lateral").equals("Lateral")
                        ? "LATERAL"
                        : row.get("AP/PA").strip(),
                PublishedTable.wholeNumber(row.get("Age")),
                sex.equals("Male") ? "M" : sex.equals("Female") ? "F" : "",
                "CheXpert",
                path.group(2).equals("valid") ? "val" : "train",
                labels);
    }
}
