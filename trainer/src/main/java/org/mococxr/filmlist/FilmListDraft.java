package org.mococxr.filmlist;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;
import org.mococxr.observation.DiskTrouble;

/**
 * Makes a film list out of any labelled table.
 *
 * @param columns for a film list's column, the table's columns to take it from: the first that is not empty counts
 * @param constants for a film list's column, the one text for every film
 * @param named for a finding, the words that mean it in a column of words
 * @param conditions which rows to take; all must hold
 */
public record FilmListDraft(
        Map<String, List<String>> columns,
        Map<String, String> constants,
        Map<String, Named> named,
        List<Condition> conditions) {
    private static final int MOST_WORDS_SHOWN = 20;

    /**
     * A column that names what a film shows, as ChestX-ray14's {@code Infiltration|Nodule} does.
     *
     * @param words any of which means the finding; a row with others is without it, an empty one says nothing
     */
    public record Named(String column, Set<String> words) {
        private static final Pattern BETWEEN_WORDS = Pattern.compile("[|;]");

        /** @throws IllegalArgumentException if it is not {@code column:word,word} */
        public static Named parse(String text) {
            var at = text.indexOf(':');
            var words = words(text.substring(at + 1).replace(',', '|'));
            if (at < 1 || words.isEmpty()) {
                throw new IllegalArgumentException("\"%s\" is not column:word,word".formatted(text));
            }
            return new Named(text.substring(0, at), words);
        }

        public Named {
            words = Collections.unmodifiableSet(new TreeSet<>(words));
        }

        private static Set<String> words(String cell) {
            return BETWEEN_WORDS
                    .splitAsStream(cell)
                    .map(String::strip)
                    .filter(word -> !word.isEmpty())
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        private Set<String> in(CSVRecord row) {
            return words(row.get(column));
        }

        private String label(CSVRecord row) {
            var found = in(row);
            return found.isEmpty() ? "" : Collections.disjoint(found, words) ? "0" : "1";
        }
    }

    /** {@code column=value} or, negated, {@code column!=value}. */
    public record Condition(String column, String value, boolean negated) {
        /** @throws IllegalArgumentException if it is neither form */
        public static Condition parse(String text) {
            var at = text.indexOf('=');
            if (at < 1) {
                throw new IllegalArgumentException("\"%s\" is neither column=value nor column!=value".formatted(text));
            }
            var negated = text.charAt(at - 1) == '!';
            return new Condition(text.substring(0, negated ? at - 1 : at), text.substring(at + 1), negated);
        }
    }

    /** How many rows the table had and how many the list took. */
    public record Outcome(int rows, int films) {}

    public FilmListDraft {
        columns = new LinkedHashMap<>(columns);
        constants = new LinkedHashMap<>(constants);
        named = new LinkedHashMap<>(named);
        conditions = List.copyOf(conditions);
    }

    /**
     * @throws FilmListRefusedException if the table cannot be read or lacks a column or a word that is asked for
     */
    public Outcome write(Path table, Path list) {
        var format = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .setIgnoreEmptyLines(true)
                .get();
        try (var rows = CSVParser.parse(table, StandardCharsets.UTF_8, format)) {
            requireColumns(table, rows.getHeaderNames());
            var findings = findings();
            var header = new ArrayList<>(FilmList.COLUMNS);
            header.addAll(findings);
            var taken = new ArrayList<List<String>>();
            var all = rows.getRecords();
            requireWords(table, all);
            for (var row : all) {
                if (conditions.stream().allMatch(condition -> holds(condition, row))) {
                    taken.add(header.stream().map(column -> value(column, row)).toList());
                }
            }
            write(list, header, taken);
            return new Outcome(all.size(), taken.size());
        } catch (IOException | IllegalArgumentException e) {
            throw new FilmListRefusedException("cannot make a film list from %s: %s".formatted(table, e), e);
        }
    }

    private void requireColumns(Path table, List<String> header) {
        var asked = new ArrayList<String>();
        columns.values().forEach(asked::addAll);
        named.values().forEach(words -> asked.add(words.column()));
        conditions.forEach(condition -> asked.add(condition.column()));
        for (var column : asked) {
            if (!header.contains(column)) {
                throw new FilmListRefusedException("cannot make a film list from %s: it has no column \"%s\"; it has %s"
                        .formatted(table, column, header));
            }
        }
    }

    /** A word that no row has is rather a typing error than a finding that nobody has. */
    private void requireWords(Path table, List<CSVRecord> rows) {
        named.forEach((finding, asked) -> {
            var found =
                    rows.stream().flatMap(row -> asked.in(row).stream()).collect(Collectors.toCollection(TreeSet::new));
            var missing = new TreeSet<>(asked.words());
            missing.removeAll(found);
            if (!missing.isEmpty()) {
                throw new FilmListRefusedException(
                        "cannot make a film list from %s: no row names %s in column \"%s\", by which %s is told; the rows name %s"
                                .formatted(table, missing, asked.column(), finding, inShort(found)));
            }
        });
    }

    private static String inShort(Set<String> words) {
        return words.stream().limit(MOST_WORDS_SHOWN).collect(Collectors.joining(", "))
                + (words.size() > MOST_WORDS_SHOWN ? " and " + (words.size() - MOST_WORDS_SHOWN) + " others" : "");
    }

    /** In {@link FilmList#FINDINGS}' order. */
    private List<String> findings() {
        return FilmList.FINDINGS.stream()
                .filter(finding ->
                        columns.containsKey(finding) || constants.containsKey(finding) || named.containsKey(finding))
                .toList();
    }

    private static boolean holds(Condition condition, CSVRecord row) {
        return row.get(condition.column()).strip().equals(condition.value()) != condition.negated();
    }

    private String value(String column, CSVRecord row) {
        var constant = constants.get(column);
        if (constant != null) {
            return constant;
        }
        var words = named.get(column);
        if (words != null) {
            return words.label(row);
        }
        var text = columns.getOrDefault(column, List.of()).stream()
                .map(from -> row.get(from).strip())
                .filter(found -> !found.isEmpty())
                .findFirst()
                .orElse("");
        return switch (column) {
            case "sex" -> sex(text);
            case "age" -> wholeNumber(text);
            default -> FilmList.FINDINGS.contains(column) ? wholeNumber(text) : text;
        };
    }

    private static String sex(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "male" -> "M";
            case "female" -> "F";
            case "unknown", "nan" -> "";
            default -> text;
        };
    }

    /** Tables that passed through other programs write 1.0 for 1 and 058Y or 58.0 for an age. */
    private static String wholeNumber(String text) {
        var number = text.replaceFirst("\\.0+$", "").replaceFirst("^0+(?=\\d)", "");
        return number.equalsIgnoreCase("nan") ? "" : number.replaceFirst("(?<=\\d)Y$", "");
    }

    /** Writes a film list as it is. */
    public static void write(Path list, List<String> header, List<List<String>> rows) {
        var format = CSVFormat.RFC4180
                .builder()
                .setHeader(header.toArray(String[]::new))
                .setRecordSeparator("\n")
                .get();
        try (var out = new CSVPrinter(Files.newBufferedWriter(list, StandardCharsets.UTF_8), format)) {
            out.printRecords(rows);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot write the film list %s: %s".formatted(list, DiskTrouble.inWords(e)), e);
        }
    }
}
