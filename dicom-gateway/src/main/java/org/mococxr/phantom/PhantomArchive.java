package org.mococxr.phantom;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Fills a folder with phantom PNG films and the film list that describes them. */
public final class PhantomArchive {
    /** Name of the film list inside the folder. */
    public static final String FILM_LIST = "films.csv";

    /** The two places the films pretend to come from; patients alternate between them. */
    public static final List<String> SOURCES = List.of("phantom-north", "phantom-south");

    private static final String HEADER = "file,patient,study,view,age,sex,source,split,pleural_effusion,tuberculosis";
    private static final int EVERY_NTH_PATIENT_HAS_TWO_STUDIES = 5;

    private PhantomArchive() {}

    /** How many films of each frontal kind a split holds. */
    public record Split(String name, Map<PhantomKind, Integer> films) {
        public Split {
            films = Map.copyOf(films);
            if (name.isBlank() || name.contains(",")) {
                throw new IllegalArgumentException("split name must be a plain word, was '" + name + "'");
            }
            films.forEach((kind, count) -> {
                if (!kind.isFrontal() || count < 0) {
                    throw new IllegalArgumentException(
                            "split " + name + " asks for " + count + " films of kind " + kind + ", only frontal kinds");
                }
            });
        }

        /** A split whose films are shared out evenly over the four frontal kinds, normals first. */
        public static Split balanced(String name, int films) {
            var counts = new EnumMap<PhantomKind, Integer>(PhantomKind.class);
            var kinds = frontalKinds();
            for (int i = 0; i < kinds.size(); i++) {
                counts.put(kinds.get(i), films / kinds.size() + (i < films % kinds.size() ? 1 : 0));
            }
            return new Split(name, counts);
        }
    }

    /**
     * How films are drawn.
     *
     * @param longSidePixels of every film
     * @param filmsPerStudy how often a patient is taken in one study, each time under another exposure
     */
    public record Drawing(long seed, int longSidePixels, int filmsPerStudy) {
        private static final int MOST_FILMS_PER_STUDY = 9;

        public Drawing {
            if (filmsPerStudy < 1 || filmsPerStudy > MOST_FILMS_PER_STUDY) {
                throw new IllegalArgumentException(
                        "a phantom study has 1 to " + MOST_FILMS_PER_STUDY + " films, not " + filmsPerStudy);
            }
        }
    }

    /** As {@link #write(Path, Drawing, List)}, one film per study. */
    public static Path write(Path folder, long seed, int longSidePixels, List<Split> splits) {
        return write(folder, new Drawing(seed, longSidePixels, 1), splits);
    }

    /**
     * Draws all films under {@code folder} (created if missing) and writes the film list last.
     *
     * @return the film list
     */
    public static Path write(Path folder, Drawing drawing, List<Split> splits) {
        var lines = new ArrayList<String>();
        lines.add(HEADER);
        int patientNumber = 0;
        try {
            for (var split : splits) {
                Files.createDirectories(folder.resolve(split.name()));
                for (var kind : frontalKinds()) {
                    int left = split.films().getOrDefault(kind, 0);
                    while (left > 0) {
                        patientNumber++;
                        var patient = PhantomPatient.of(patientNumber, kind);
                        int studies = patientNumber % EVERY_NTH_PATIENT_HAS_TWO_STUDIES == 0 ? 2 : 1;
                        for (int study = 1; study <= studies; study++) {
                            for (int take = 1; take <= drawing.filmsPerStudy() && left > 0; take++, left--) {
                                lines.add(writeFilm(folder, drawing, split, kind, patient, study, take));
                            }
                        }
                    }
                }
            }
            var filmList = folder.resolve(FILM_LIST);
            Files.write(filmList, lines, StandardCharsets.UTF_8);
            return filmList;
        } catch (IOException e) {
            throw new UncheckedIOException("could not write the phantom archive to " + folder, e);
        }
    }

    private static String writeFilm(
            Path folder, Drawing drawing, Split split, PhantomKind kind, PhantomPatient patient, int study, int take)
            throws IOException {
        long patientSeed = Chance.mix(drawing.seed()) + patient.number();
        long studySeed = Chance.mix(patientSeed) + study;
        // The first take is the film that archives of one film per study have always held.
        long exposureSeed = take == 1 ? studySeed : Chance.mix(studySeed) + take;
        var file = split.name() + "/" + patient.id() + "-" + study + (take == 1 ? "" : "-" + take) + ".png";
        Files.write(
                folder.resolve(file),
                PhantomFilm.retake(kind, patientSeed, exposureSeed, drawing.longSidePixels())
                        .png());
        return String.join(
                ",",
                file,
                patient.id(),
                patient.id() + "-S" + study,
                "PA",
                Integer.toString(patient.ageYears()),
                patient.sex(),
                SOURCES.get(patient.number() % SOURCES.size()),
                split.name(),
                kind.hasEffusion() ? "1" : "0",
                kind.hasTuberculosis() ? "1" : "0");
    }

    private static List<PhantomKind> frontalKinds() {
        return List.of(PhantomKind.NORMAL, PhantomKind.EFFUSION, PhantomKind.TB_LIKE, PhantomKind.EFFUSION_AND_TB);
    }
}
