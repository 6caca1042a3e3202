package org.mococxr.layouts;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.mococxr.filmlist.FilmListRefusedException;

/**
 * The two tuberculosis collections of the National Library of Medicine (Jaeger et al. 2014): {@code NAME_0001_0.png} is normal,
 * {@code NAME_0001_1.png} has tuberculosis; a text of the same name tells sex, age and what was read. One film per patient.
 */
final class NlmTuberculosis {
    private static final Pattern SEX = Pattern.compile("\\b(female|male|F|M)\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern AGE =
            Pattern.compile("0*(\\d{1,3})\\s*(?:yrs|yr|years|y)\\b", Pattern.CASE_INSENSITIVE);

    private NlmTuberculosis() {}

    static List<FoundFilm> read(Path folder, String prefix, String source) throws IOException {
        var name = Pattern.compile(prefix + "_(\\d{4})_([01])\\.(png|txt)");
        var images = new ArrayList<Path>();
        var readings = new HashMap<String, Path>();
        try (var tree = Files.walk(folder)) {
            for (var path : tree.sorted().toList()) {
                var file = String.valueOf(path.getFileName());
                if (name.matcher(file).matches()) {
                    if (file.endsWith(".png")) {
                        images.add(path);
                    } else {
                        readings.put(file.replace(".txt", ""), path);
                    }
                }
            }
        }
        if (images.isEmpty()) {
            throw new FilmListRefusedException("no %s_0001_0.png and so on below %s".formatted(prefix, folder));
        }
        var films = new ArrayList<FoundFilm>();
        for (var image : images) {
            films.add(film(folder, image, readings, source));
        }
        return films;
    }

    private static FoundFilm film(Path folder, Path image, Map<String, Path> readings, String source)
            throws IOException {
        var stem = String.valueOf(image.getFileName()).replace(".png", "");
        var reading = readings.get(stem);
        var text = reading == null ? "" : Files.readString(reading, StandardCharsets.ISO_8859_1);
        var sex = SEX.matcher(text.replace("Patient's Sex", ""));
        var age = AGE.matcher(text);
        return new FoundFilm(
                folder.relativize(image).toString(),
                stem.substring(0, stem.lastIndexOf('_')),
                "",
                "",
                age.find() ? age.group(1) : "",
                sex.find() ? sex.group(1).substring(0, 1).toUpperCase(Locale.ROOT) : "",
                source,
                "",
                Map.of("tuberculosis", stem.substring(stem.length() - 1)));
    }
}
