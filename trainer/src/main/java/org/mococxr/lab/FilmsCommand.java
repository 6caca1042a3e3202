package org.mococxr.lab;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mococxr.filmlist.FilmList;
import org.mococxr.filmlist.FilmListDraft;
import org.mococxr.filmlist.FilmListReader;
import org.mococxr.filmlist.Label;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code cxr-lab films}. */
@Command(
        name = "films",
        description = "Makes a film list from a labelled table, and checks it as training will.",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        footer = {
            "",
            "Where a column may be empty, name others to fall back to: --patient patient_id,file",
            "",
            "Example:",
            "  cxr-lab films --from labels.csv --out films.csv --root archive/ \\",
            "    --file image --patient patient_id,image --sex gender --split split --where split!=exclude \\",
            "    --source-value NIH --finding pleural_effusion=label_effusion --set tuberculosis=0"
        })
final class FilmsCommand implements Callable<Integer> {
    @Option(names = "--from", required = true, paramLabel = "TABLE.csv", description = "The table.")
    private Path from = Path.of("");

    @Option(names = "--out", required = true, paramLabel = "LIST.csv", description = "The film list to write.")
    private Path out = Path.of("");

    @Option(
            names = "--root",
            paramLabel = "DIR",
            description = "Folder that the file names start from (default: the film list's own).")
    private @Nullable Path root;

    @Option(names = "--file", paramLabel = "COLUMN", description = "Column of the file (default: ${DEFAULT-VALUE}).")
    private String file = "file";

    @Option(names = "--patient", paramLabel = "COLUMN[,COLUMN]", description = "Column of the patient.")
    private @Nullable String patient;

    @Option(names = "--study", paramLabel = "COLUMN", description = "Column of the study.")
    private @Nullable String study;

    @Option(names = "--view", paramLabel = "COLUMN", description = "Column of the view (PA, AP, ...).")
    private @Nullable String view;

    @Option(names = "--age", paramLabel = "COLUMN", description = "Column of the age in years.")
    private @Nullable String age;

    @Option(names = "--sex", paramLabel = "COLUMN", description = "Column of the sex; Male and Female become M and F.")
    private @Nullable String sex;

    @Option(names = "--source", paramLabel = "COLUMN", description = "Column of the source.")
    private @Nullable String source;

    @Option(names = "--source-value", paramLabel = "TEXT", description = "One source for all films.")
    private @Nullable String sourceValue;

    @Option(names = "--split", paramLabel = "COLUMN", description = "Column of the split (train, val, test).")
    private @Nullable String split;

    @Option(names = "--split-value", paramLabel = "TEXT", description = "One split for all films.")
    private @Nullable String splitValue;

    @Option(
            names = "--finding",
            paramLabel = "FINDING=COLUMN",
            description = "Column of a finding: 1, 0, -1 uncertain, empty unknown. May be repeated.")
    private Map<String, String> findings = new LinkedHashMap<>();

    @Option(
            names = "--set",
            paramLabel = "FINDING=VALUE",
            description = "One label of a finding for all films. May be repeated.")
    private Map<String, String> constants = new LinkedHashMap<>();

    @Option(
            names = "--where",
            paramLabel = "COLUMN=VALUE",
            description = "Take only rows where this holds; != turns it round. May be repeated.")
    private List<String> conditions = List.of();

    @Override
    public Integer call() {
        var columns = new LinkedHashMap<String, List<String>>();
        put(columns, "file", file);
        put(columns, "patient", patient);
        put(columns, "study", study);
        put(columns, "view", view);
        put(columns, "age", age);
        put(columns, "sex", sex);
        put(columns, "source", source);
        put(columns, "split", split);
        findings.forEach((finding, column) -> put(columns, finding, column));
        var fixed = new LinkedHashMap<>(constants);
        Optional.ofNullable(sourceValue).ifPresent(text -> fixed.put("source", text));
        Optional.ofNullable(splitValue).ifPresent(text -> fixed.put("split", text));
        for (var finding : fixed.keySet()) {
            requireKnown(finding);
        }
        findings.keySet().forEach(FilmsCommand::requireKnown);

        var draft = new FilmListDraft(
                columns,
                fixed,
                conditions.stream().map(FilmListDraft.Condition::parse).toList());
        var outcome = draft.write(from, out);
        System.out.printf("%s: %d of %d rows taken%n", out, outcome.films(), outcome.rows());
        FilmListReader.read(List.of(out), root == null ? List.of() : List.of(root))
                .forEach(FilmsCommand::describe);
        return LabMain.OK;
    }

    private static void put(Map<String, List<String>> columns, String column, @Nullable String from) {
        if (from != null) {
            columns.put(column, Arrays.asList(from.split(",")));
        }
    }

    private static void requireKnown(String finding) {
        if (!FilmList.FINDINGS.contains(finding) && !FilmList.COLUMNS.contains(finding)) {
            throw new IllegalArgumentException(
                    "unknown finding \"%s\"; known: %s".formatted(finding, String.join(", ", FilmList.FINDINGS)));
        }
    }

    private static void describe(FilmList list) {
        var splits = list.films().stream()
                .collect(Collectors.groupingBy(film -> film.split().text(), TreeMap::new, Collectors.counting()));
        System.out.printf(
                "%d films of %d patients, splits %s, sources %s%n",
                list.films().size(), list.use().patients(), splits, list.use().bySource());
        for (var finding : list.findings()) {
            var labels = list.films().stream()
                    .collect(Collectors.groupingBy(film -> film.label(finding), TreeMap::new, Collectors.counting()));
            System.out.printf(
                    "%s: %d with, %d without, %d uncertain, %d unknown%n",
                    finding,
                    labels.getOrDefault(Label.POSITIVE, 0L),
                    labels.getOrDefault(Label.NEGATIVE, 0L),
                    labels.getOrDefault(Label.UNCERTAIN, 0L),
                    labels.getOrDefault(Label.UNKNOWN, 0L));
        }
    }
}
