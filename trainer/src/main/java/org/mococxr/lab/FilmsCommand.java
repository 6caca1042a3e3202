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
import org.mococxr.layouts.CollectionList;
import org.mococxr.layouts.HashedSplit;
import org.mococxr.layouts.Layout;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code cxr-lab films}. */
@Command(
        name = "films",
        description = {
            "Makes a film list from a labelled table or a published collection, and checks it as training will.",
            "cxr-lab films check looks at the films themselves."
        },
        subcommands = FilmsCheckCommand.class,
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        footer = {
            "",
            "Where a column may be empty, name others to fall back to: --patient patient_id,file",
            "",
            "Published collections: --layout chexpert --from train.csv, nih --from Data_Entry_2017.csv, shenzhen or montgomery",
            "--from DIR, dicom --from DIR. Where the collection has no splits, patients are split by a digest of their name.",
            "",
            "Examples:",
            "  cxr-lab films --layout nih --from ChestXray14/Data_Entry_2017.csv --out nih.csv --root ChestXray14",
            "  cxr-lab films --from labels.csv --out films.csv --root archive/ \\",
            "    --file image --patient patient_id,image --sex gender --split split --where split!=exclude \\",
            "    --source-value NIH --finding pleural_effusion=label_effusion --set tuberculosis=0"
        })
final class FilmsCommand implements Callable<Integer> {
    @Option(names = "--from", paramLabel = "TABLE.csv", description = "The table; of some collections the folder.")
    private @Nullable Path from;

    @Option(names = "--out", paramLabel = "LIST.csv", description = "The film list to write.")
    private @Nullable Path out;

    @Option(
            names = "--layout",
            paramLabel = "NAME",
            description =
                    "A published collection: chexpert, nih, shenzhen, montgomery, dicom. The column options are not"
                            + " needed then.")
    private @Nullable String layout;

    @Option(
            names = "--split-by-hash",
            paramLabel = "VAL,TEST",
            description = "Shares of the patients for val and test where the collection says nothing (default:"
                    + " ${DEFAULT-VALUE}). A patient always lands on the same side.")
    private String splitByHash = "0.15,0.15";

    @Option(
            names = "--split-seed",
            paramLabel = "N",
            description = "Another split by hash (default: ${DEFAULT-VALUE}).")
    private long splitSeed = 1;

    @Option(names = "--with-laterals", description = "Of a collection, side views too.")
    private boolean withLaterals;

    @Spec
    private CommandSpec spec = CommandSpec.create();

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
            names = "--finding-named",
            paramLabel = "FINDING=COLUMN:WORD[,WORD]",
            description =
                    "A finding from a column of words such as Infiltration|Nodule: 1 where it has any of these words, 0 where it has"
                            + " others, unknown where it is empty. May be repeated.")
    private Map<String, String> findingsNamed = new LinkedHashMap<>();

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
        if (from == null || out == null) {
            throw new ParameterException(spec.commandLine(), "Missing required options: --from and --out");
        }
        if (layout != null) {
            var films = CollectionList.write(
                    Layout.named(layout), from, out, withLaterals, HashedSplit.parse(splitByHash, splitSeed));
            System.out.printf("%s: %d films%n", out, films);
        } else {
            var outcome = draft().write(from, out);
            System.out.printf("%s: %d of %d rows taken%n", out, outcome.films(), outcome.rows());
        }
        FilmListReader.read(List.of(out), root == null ? List.of() : List.of(root))
                .forEach(FilmsCommand::describe);
        return LabMain.OK;
    }

    private FilmListDraft draft() {
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
        var named = new LinkedHashMap<String, FilmListDraft.Named>();
        findingsNamed.forEach((finding, words) -> {
            requireKnown(finding);
            named.put(finding, FilmListDraft.Named.parse(words));
        });
        return new FilmListDraft(
                columns,
                fixed,
                named,
                conditions.stream().map(FilmListDraft.Condition::parse).toList());
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
