package org.mococxr.layouts;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How a collection lies on disk. */
public enum Layout {
    /** Stanford's CheXpert: {@code train.csv} or {@code valid.csv} with 14 findings, -1 uncertain. */
    CHEXPERT(CheXpert::read),
    /** NIH ChestX-ray14: {@code Data_Entry_2017.csv}, images anywhere below, {@code test_list.txt} beside it. */
    NIH(ChestXray14::read),
    /** Shenzhen No. 3 Hospital (NLM): {@code CHNCXR_0001_0.png} with a reading in {@code ClinicalReadings}. */
    SHENZHEN((folder) -> NlmTuberculosis.read(folder, "CHNCXR", "Shenzhen")),
    /** Montgomery County (NLM): {@code MCUCXR_0001_0.png}, likewise. */
    MONTGOMERY((folder) -> NlmTuberculosis.read(folder, "MCUCXR", "Montgomery")),
    /** Any folder of DICOM files; patients by a digest of their id, no labels. */
    DICOM(DicomFolder::read);

    /** Reads what a collection says. */
    @FunctionalInterface
    interface Reader {
        List<FoundFilm> read(Path from) throws IOException;
    }

    private final Reader reader;

    Layout(Reader reader) {
        this.reader = reader;
    }

    List<FoundFilm> read(Path from) throws IOException {
        return reader.read(from);
    }

    /** As on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException naming the layouts */
    public static Layout named(String name) {
        return Arrays.stream(values())
                .filter(layout -> layout.toString().equals(name.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "unknown layout %s; known: %s".formatted(name, Arrays.toString(values()))));
    }
}
