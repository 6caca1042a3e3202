package org.mococxr.appliance.screening;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mococxr.appliance.TinyModel;
import org.mococxr.inference.EngineSettings;
import org.mococxr.inference.ProviderChoice;

/** A cut-off belongs to one model: with another it is refused, never carried over. */
final class CutOffsTest {
    private static final EngineSettings CPU = new EngineSettings(ProviderChoice.CPU, 1, 1);

    @Test
    void theChosenPointDecidesAndTheOthersStayThePackagesOwn() {
        var model = TinyModel.get().choice().read();

        var rules =
                CutOffs.standard(model).with("tuberculosis", "sensitivity90").rules(model);

        assertThat(rules).extracting(FindingRule::finding).containsExactlyElementsOf(TinyModel.FINDINGS);
        assertThat(rules).extracting(rule -> rule.point().name()).containsExactly("balanced", "sensitivity90");
        assertThat(rules.get(1).point().thresholdProbability())
                .isEqualTo(model.manifest()
                        .findings()
                        .get(1)
                        .thresholds()
                        .point("sensitivity90")
                        .orElseThrow()
                        .thresholdProbability());
    }

    @Test
    void cutOffsOfAnotherModelAreRefused() {
        var model = TinyModel.get().choice().read();
        var others = new CutOffs("0".repeat(64), Map.of());

        assertThatThrownBy(() -> others.rules(model))
                .isInstanceOf(CutOffRefusedException.class)
                .hasMessageContaining("chosen for the model package " + "0".repeat(64))
                .hasMessageContaining(model.digest());
    }

    @Test
    void unknownFindingsAndPointsAreRefusedWithWhatThereIs() {
        var model = TinyModel.get().choice().read();

        assertThatThrownBy(() ->
                        CutOffs.standard(model).with("fracture", "balanced").rules(model))
                .hasMessageContaining("knows no finding “fracture”")
                .hasMessageContaining("pleural_effusion");
        assertThatThrownBy(() ->
                        CutOffs.standard(model).with("tuberculosis", "best").rules(model))
                .hasMessageContaining("no operating point “best”")
                .hasMessageContaining("sensitivity90");
    }

    @Test
    void aRunningModelDecidesByNewCutOffsFromTheNextFilmAndKeepsTheOldOnesIfRefused() {
        var model = TinyModel.get().choice().read();
        try (var active = ActiveModel.open(model, CPU)) {
            active.decideBy(CutOffs.standard(model).with("tuberculosis", "specificity70"));
            var before = active.facts().rules();

            assertThatThrownBy(() -> active.decideBy(new CutOffs("0".repeat(64), Map.of())))
                    .isInstanceOf(CutOffRefusedException.class);

            assertThat(before.get(1).point().name()).isEqualTo("specificity70");
            assertThat(active.facts().rules()).isEqualTo(before);
            assertThat(active.selfTest().passed()).isTrue();
        }
    }
}
