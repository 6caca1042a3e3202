package org.mococxr.appliance.screening;

import java.util.List;
import java.util.Optional;
import org.mococxr.appliance.language.Sentence;

/**
 * What people are told about the model in use.
 *
 * @param release its release number
 * @param provider what really runs it, in words
 * @param providerName in one word, such as {@code CPU}
 * @param goldenTest how the golden test went
 */
public record ModelFacts(
        ModelName name,
        String release,
        int inputSizePixels,
        List<FindingRule> rules,
        String provider,
        String providerName,
        Sentence goldenTest) {
    public ModelFacts {
        rules = List.copyOf(rules);
    }

    public Optional<FindingRule> rule(String finding) {
        return rules.stream().filter(rule -> rule.finding().equals(finding)).findFirst();
    }

    /** The same model deciding by other rules. */
    ModelFacts with(List<FindingRule> other) {
        return new ModelFacts(name, release, inputSizePixels, other, provider, providerName, goldenTest);
    }
}
