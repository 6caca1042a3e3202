package org.mococxr.appliance.batch;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.mococxr.appliance.screening.Assessment;
import org.mococxr.appliance.screening.Conclusion;
import org.mococxr.appliance.screening.Decision;
import org.mococxr.appliance.screening.ModelFacts;
import org.mococxr.gate.RefusalCode;

/** What came of a screening run, for people. For one thread. */
public final class ScreenSummary {
    private static final int TROUBLES_TOLD = 10;

    private final ModelFacts model;
    private final Map<String, Map<Decision, Integer>> decisions = new TreeMap<>();
    private final Map<RefusalCode, Integer> refusals = new EnumMap<>(RefusalCode.class);
    private final List<String> troubles = new ArrayList<>();
    private long before;
    private long files;
    private long scored;
    private long failed;

    ScreenSummary(ModelFacts model) {
        this.model = model;
    }

    void add(String file, Conclusion conclusion) {
        files++;
        conclusion.fold(
                found -> {
                    scored++;
                    found.assessments().forEach(this::add);
                    return scored;
                },
                refused -> refusals.merge(refused.code(), 1, Integer::sum),
                trouble -> {
                    failed++;
                    tell(file + ": " + trouble.reason().english());
                    return failed;
                });
    }

    private void add(Assessment assessment) {
        decisions
                .computeIfAbsent(assessment.finding(), finding -> new EnumMap<>(Decision.class))
                .merge(assessment.decision(), 1, Integer::sum);
    }

    /** Films that an interrupted run had done; they count as files and are not told apart here. */
    void doneBefore(long films) {
        before = films;
    }

    /** A folder or a zip. */
    void notRead(String what) {
        tell(what);
    }

    private void tell(String trouble) {
        if (troubles.size() < TROUBLES_TOLD) {
            troubles.add(trouble);
        }
    }

    /** Done so far, by this run and the one it goes on with. */
    public long files() {
        return before + files;
    }

    /** Whether at least one file could be read, be it to refuse it. */
    public boolean readAnything() {
        return files() > failed;
    }

    /** Several lines. */
    public String inWords() {
        var text = new StringBuilder();
        if (before > 0) {
            text.append("%d %s done before.%n".formatted(before, before == 1 ? "file was" : "files were"));
        }
        text.append("%d %s: %d scored, %d refused, %d failed. Model %s on %s.%n"
                .formatted(
                        files,
                        files == 1 ? "file" : "files",
                        scored,
                        files - scored - failed,
                        failed,
                        model.name(),
                        model.providerName()));
        decisions.forEach((finding, counts) -> text.append("  %s: %s%n".formatted(finding, inWords(counts))));
        refusals.forEach(
                (code, count) -> text.append("  refused %d: %s (%s)%n".formatted(count, code.sentence(), code)));
        troubles.forEach(trouble -> text.append("  failed: %s%n".formatted(trouble)));
        return text.toString();
    }

    private static String inWords(Map<Decision, Integer> counts) {
        var parts = new ArrayList<String>();
        counts.forEach(
                (decision, count) -> parts.add(count + " " + decision.words().toLowerCase(Locale.ROOT)));
        return String.join(", ", parts);
    }
}
