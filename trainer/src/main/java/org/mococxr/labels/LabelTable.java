package org.mococxr.labels;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.TreeSet;
import org.mococxr.filmlist.Label;
import org.mococxr.filmlist.ListedFilm;

/** Films by findings: known with, known without, or not known. */
public final class LabelTable {
    /** The rarest cell counts at most this many times an average film, lest a handful of films rule. */
    private static final double HEAVIEST_WEIGHT = 10;

    private final List<ListedFilm> films;
    private final List<String> findings;
    private final Label[][] labels;

    private LabelTable(List<ListedFilm> films, List<String> findings, Label[][] labels) {
        this.films = films;
        this.findings = findings;
        this.labels = labels;
    }

    public static LabelTable of(List<ListedFilm> films, List<String> findings, Uncertain uncertain) {
        var labels = new Label[films.size()][findings.size()];
        for (var i = 0; i < films.size(); i++) {
            for (var f = 0; f < findings.size(); f++) {
                labels[i][f] = settled(films.get(i).label(findings.get(f)), uncertain);
            }
        }
        return new LabelTable(films, findings, labels);
    }

    private static Label settled(Label label, Uncertain uncertain) {
        if (label != Label.UNCERTAIN) {
            return label;
        }
        return switch (uncertain) {
            case IGNORE -> Label.UNKNOWN;
            case POSITIVE -> Label.POSITIVE;
            case NEGATIVE -> Label.NEGATIVE;
        };
    }

    public List<ListedFilm> films() {
        return films;
    }

    public List<String> findings() {
        return findings;
    }

    public boolean known(int film, int finding) {
        return labels[film][finding] != Label.UNKNOWN;
    }

    public boolean positive(int film, int finding) {
        return labels[film][finding] == Label.POSITIVE;
    }

    public int count(int finding, Label label) {
        var count = 0;
        for (var row : labels) {
            count += row[finding] == label ? 1 : 0;
        }
        return count;
    }

    /** Sources whose known films of a finding are all with, or all without it. */
    public List<String> oneSidedSources(int finding) {
        var with = new HashSet<String>();
        var without = new HashSet<String>();
        for (var i = 0; i < films.size(); i++) {
            if (known(i, finding)) {
                (positive(i, finding) ? with : without).add(films.get(i).source());
            }
        }
        var oneSided = new TreeSet<>(with);
        oneSided.addAll(without);
        oneSided.removeIf(source -> with.contains(source) && without.contains(source));
        return List.copyOf(oneSided);
    }

    /** The same table without the labels of one-sided sources: they teach where a film comes from. */
    public LabelTable withoutOneSidedSources() {
        var kept = new Label[films.size()][];
        for (var i = 0; i < films.size(); i++) {
            kept[i] = labels[i].clone();
        }
        for (var f = 0; f < findings.size(); f++) {
            var oneSided = oneSidedSources(f);
            for (var i = 0; i < films.size(); i++) {
                if (oneSided.contains(films.get(i).source())) {
                    kept[i][f] = Label.UNKNOWN;
                }
            }
        }
        return new LabelTable(films, findings, kept);
    }

    /** The same table of some of the films. */
    public LabelTable rows(int[] chosen) {
        var some = new ArrayList<ListedFilm>();
        var kept = new Label[chosen.length][];
        for (var i = 0; i < chosen.length; i++) {
            some.add(films.get(chosen[i]));
            kept[i] = labels[chosen[i]];
        }
        return new LabelTable(List.copyOf(some), findings, kept);
    }

    /** float32 [N,F]: 1 with, 0 without or unknown. */
    public float[] targets() {
        var targets = new float[films.size() * findings.size()];
        for (var i = 0; i < films.size(); i++) {
            for (var f = 0; f < findings.size(); f++) {
                targets[i * findings.size() + f] = positive(i, f) ? 1 : 0;
            }
        }
        return targets;
    }

    /** float32 [N,F]: 0 where unknown; 1 on average over each finding's known labels, before the heaviest are cut. */
    public float[] weights(Balance balance) {
        var weights = new float[films.size() * findings.size()];
        for (var f = 0; f < findings.size(); f++) {
            var cells = new HashMap<String, Integer>();
            var known = 0;
            for (var i = 0; i < films.size(); i++) {
                if (known(i, f)) {
                    cells.merge(cell(i, f, balance), 1, Integer::sum);
                    known++;
                }
            }
            for (var i = 0; i < films.size(); i++) {
                if (known(i, f)) {
                    var inCell = cells.getOrDefault(cell(i, f, balance), 1);
                    weights[i * findings.size() + f] =
                            (float) Math.min(HEAVIEST_WEIGHT, (double) known / cells.size() / inCell);
                }
            }
        }
        return weights;
    }

    private String cell(int film, int finding, Balance balance) {
        return switch (balance) {
            case NONE -> "";
            case CLASSES -> String.valueOf(positive(film, finding));
            case SOURCES -> films.get(film).source() + "/" + positive(film, finding);
        };
    }
}
