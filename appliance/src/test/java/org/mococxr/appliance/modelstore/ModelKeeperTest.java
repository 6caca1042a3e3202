package org.mococxr.appliance.modelstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mococxr.appliance.ManualClock;
import org.mococxr.appliance.TinyModel;
import org.mococxr.appliance.journal.Journal;
import org.mococxr.appliance.journal.ModelEvent;
import org.mococxr.appliance.language.Sentence;
import org.mococxr.appliance.screening.CutOffs;
import org.mococxr.appliance.screening.ModelNotUsableException;
import org.mococxr.inference.EngineSettings;
import org.mococxr.inference.ProviderChoice;
import org.mococxr.modelpackage.ModelPackage;
import org.mococxr.modelpackage.ModelPackageUnreadableException;
import org.mococxr.modelpackage.TrustedKeys;

/** A box is always on a model that passed, says when it left one, and never scores by one that did not. */
final class ModelKeeperTest {
    private static final EngineSettings CPU = new EngineSettings(ProviderChoice.CPU, 1, 1);

    @TempDir
    private Path folder;

    private Journal journal;
    private ModelStore store;
    private String first;
    private String second;

    @BeforeEach
    void install() throws IOException {
        var clock = new ManualClock();
        journal = Journal.open(folder.resolve("journal.db"), clock);
        store = ModelStore.open(
                folder.resolve("models"),
                TrustedKeys.read(List.of(TinyModel.get().trusted())),
                clock);
        first = install(TinyModel.get());
        second = install(TinyModel.next());
        store.activate(first);
    }

    @AfterEach
    void close() {
        journal.close();
    }

    private String install(TinyModel model) throws IOException {
        try (var content = Files.newInputStream(model.modelPackage())) {
            return store.install(content, trial -> {}).digest();
        }
    }

    private ModelKeeper keeper() {
        return ModelKeeper.open(store, journal.models(), CPU);
    }

    private void damage(String digest) throws IOException {
        Files.writeString(folder.resolve("models/packages/" + digest + ModelPackage.ENDING), "damaged");
    }

    private List<String> events() {
        return journal.models().events(10).stream().map(ModelEvent::kind).toList();
    }

    @Test
    void theBoxFollowsWhatACommandLineChose() {
        try (var keeper = keeper()) {
            store.activate(second);
            store.decideBy(new CutOffs(second, Map.of("tuberculosis", "specificity70")));

            keeper.follow();

            assertThat(keeper.inUse().facts().name().digest()).isEqualTo(second);
            assertThat(keeper.inUse()
                            .facts()
                            .rule("tuberculosis")
                            .orElseThrow()
                            .point()
                            .name())
                    .isEqualTo("specificity70");
            store.decideBy(new CutOffs(second, Map.of("tuberculosis", "sensitivity90")));
            keeper.follow();
            keeper.follow();
            assertThat(keeper.inUse()
                            .facts()
                            .rule("tuberculosis")
                            .orElseThrow()
                            .point()
                            .name())
                    .isEqualTo("sensitivity90");
            assertThat(events()).containsExactly("cut_offs", "activated");
        }
    }

    @Test
    void aModelThatCannotBeLoadedIsLeftForTheOneInUseAndTheActIsRefused() throws IOException {
        try (var keeper = keeper()) {
            damage(second);

            assertThatThrownBy(() -> keeper.activate(second))
                    .isInstanceOf(ModelRefusedException.class)
                    .hasMessageContaining("did not pass on this box");

            assertThat(store.active()).contains(first);
            assertThat(keeper.inUse().facts().name().digest()).isEqualTo(first);
            assertThat(keeper.inUse().mayScore()).isTrue();
            assertThat(events()).containsExactly("rolled_back");
        }
    }

    @Test
    void refusesAModelThatNeedsALaterBoxAndSaysWhich() throws IOException {
        try (var keeper = keeper();
                var content = Files.newInputStream(TinyModel.forLaterBoxes().modelPackage())) {
            assertThatThrownBy(() -> keeper.install(content))
                    .isInstanceOf(ModelNotUsableException.class)
                    .hasMessageContaining("cxr-tiny-r4-")
                    .hasMessageContaining("needs cxr-box 9000.0.0 or later, this is 0.")
                    .hasMessageEndingWith("Update this box first.");

            assertThat(store.list()).extracting(InstalledModel::digest).containsExactlyInAnyOrder(first, second);
            assertThat(store.active()).contains(first);
            assertThat(keeper.inUse().mayScore()).isTrue();
        }
    }

    @Test
    void aBoxWhoseModelWasDamagedStartsOnTheOneBefore() throws IOException {
        store.activate(second);
        damage(second);

        try (var keeper = keeper()) {
            assertThat(keeper.inUse().facts().name().digest()).isEqualTo(first);
            assertThat(events()).containsExactly("rolled_back");
            assertThat(journal.models().leftByItself().orElseThrow().english())
                    .contains("Left by itself", "no zip file");
            keeper.activate(first);
            assertThat(journal.models().leftByItself())
                    .as("a person has seen it")
                    .isEmpty();
        }
    }

    @Test
    void aBoxWithoutAnyModelThatPassesDoesNotStart() throws IOException {
        damage(first);

        assertThatThrownBy(this::keeper).isInstanceOf(ModelPackageUnreadableException.class);
    }

    @Test
    void aTrialRunsBesideTheModelInUseUntilItEndsOrIsActivated() {
        try (var keeper = keeper()) {
            keeper.tryOut(second);
            assertThat(keeper.shadow().orElseThrow().digest()).isEqualTo(second);
            assertThat(keeper.inUse().facts().name().digest()).isEqualTo(first);

            keeper.activate(second);

            assertThat(keeper.shadow()).isEmpty();
            assertThat(keeper.rollBack().digest()).isEqualTo(first);
            assertThat(events()).containsExactly("activated", "activated", "trial");
        }
    }

    @Test
    void aTrialThatCannotBeLoadedEndsAndTheBoxGoesOn() throws IOException {
        try (var keeper = keeper()) {
            store.tryOut(second);
            damage(second);

            keeper.follow();

            assertThat(keeper.shadow()).isEmpty();
            assertThat(keeper.inUse().mayScore()).isTrue();
            assertThat(events()).containsExactly("trial_ended");
        }
    }

    @Test
    void theSelfTestPassesOnASoundBoxAndEndsAStop() {
        try (var keeper = keeper()) {
            keeper.inUse().stop(Sentence.quoted("the last one failed"));

            assertThat(keeper.selfTest().english()).contains("golden test passed");

            assertThat(keeper.inUse().mayScore()).isTrue();
        }
    }
}
