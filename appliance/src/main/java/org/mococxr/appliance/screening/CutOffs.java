package org.mococxr.appliance.screening;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.mococxr.appliance.language.Sentence;
import org.mococxr.evaluation.OperatingPoint;
import org.mococxr.modelpackage.Manifest;
import org.mococxr.modelpackage.ModelPackage;

/**
 * Which of a package's operating points decides, by finding. Belongs to one package and is refused with another: the same
 * cut-off means something else with other scores.
 *
 * @param modelDigest of the package, 64 hexadecimal digits
 * @param pointByFinding findings that are not named are decided by the package's default
 */
public record CutOffs(String modelDigest, Map<String, String> pointByFinding) {
    public CutOffs {
        pointByFinding = Map.copyOf(pointByFinding);
    }

    /** The package's own choice. */
    public static CutOffs standard(ModelPackage model) {
        return new CutOffs(model.digest(), Map.of());
    }

    /** The same with another operating point for one finding. */
    public CutOffs with(String finding, String point) {
        var changed = new TreeMap<>(pointByFinding);
        changed.put(finding, point);
        return new CutOffs(modelDigest, changed);
    }

    /** Such as {@code tuberculosis by sensitivity90}. */
    public String inWords() {
        return pointByFinding.isEmpty()
                ? "the package's own"
                : new TreeMap<>(pointByFinding)
                        .entrySet().stream()
                                .map(choice -> choice.getKey() + " by " + choice.getValue())
                                .collect(Collectors.joining(", "));
    }

    /**
     * How the model decides, in the order of its findings.
     *
     * @throws CutOffRefusedException if the choice was made for another package, or names what this one does not have
     */
    public List<FindingRule> rules(ModelPackage model) {
        if (!modelDigest.equals(model.digest())) {
            throw new CutOffRefusedException(Sentence.of("points.of_another_model", modelDigest, model.digest()));
        }
        var findings = model.manifest().findings();
        for (var finding : pointByFinding.keySet()) {
            if (findings.stream().noneMatch(known -> known.name().equals(finding))) {
                throw new CutOffRefusedException(Sentence.of(
                        "points.no_such_finding",
                        finding,
                        findings.stream().map(Manifest.Finding::name).toList()));
            }
        }
        var rules = new ArrayList<FindingRule>();
        for (var finding : findings) {
            rules.add(new FindingRule(finding.name(), finding.displayName(), point(finding)));
        }
        return rules;
    }

    private OperatingPoint point(Manifest.Finding finding) {
        var thresholds = finding.thresholds();
        var chosen = pointByFinding.getOrDefault(finding.name(), thresholds.defaultPoint());
        return thresholds
                .point(chosen)
                .orElseThrow(() -> new CutOffRefusedException(Sentence.of(
                        "points.no_such_point",
                        chosen,
                        finding.name(),
                        thresholds.points().stream().map(OperatingPoint::name).toList())));
    }
}
