package org.mococxr.appliance.modelstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
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
    void activatingADamagedPackageIsRefusedBeforeAnythingChanges() throws IOException {
        try (var keeper = keeper()) {
            damage(second);

            assertThatThrownBy(() -> keeper.activate(second))
                    .isInstanceOf(PackageDamagedException.class)
                    .hasMessageContaining(second + ModelPackage.ENDING)
                    .hasMessageContaining("Install it again");

            assertThat(store.active()).contains(first);
            assertThat(keeper.inUse().facts().name().digest()).isEqualTo(first);
            assertThat(keeper.inUse().mayScore()).isTrue();
            assertThat(keeper.concerns()).hasSize(1);
        }
    }

    @Test
    void aModelThatWasDamagedBetweenTheChoiceAndItsLoadingIsLeftAndTheBoxSaysSo() throws IOException {
        try (var keeper = keeper()) {
            store.activate(second);
            damage(second);

            keeper.follow();

            assertThat(store.active()).contains(first);
            assertThat(keeper.inUse().facts().name().digest()).isEqualTo(first);
            assertThat(events()).startsWith("took_over", "rolled_back");
            assertThat(journal.models().leftByItself()).isPresent();
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
            assertThat(events()).containsExactly("damaged", "took_over", "rolled_back");
            assertThat(journal.models().leftByItself().orElseThrow().english())
                    .contains("Left by itself", "no zip file");
            keeper.activate(first);
            assertThat(journal.models().leftByItself())
                    .as("a person has seen it")
                    .isEmpty();
        }
    }

    @Test
    void thatTheBoxLeftAModelStandsAcrossRestartsUntilAPersonHasSeenIt() throws IOException {
        store.activate(second);
        damage(second);
        keeper().close();

        try (var keeper = keeper()) {
            assertThat(keeper.concerns().get(0).english()).startsWith("An earlier model is in use");

            keeper.acknowledge();

            assertThat(journal.models().leftByItself()).isEmpty();
            assertThat(keeper.concerns()).as("the file is damaged all the same").hasSize(1);
        }
        try (var keeper = keeper()) {
            assertThat(journal.models().leftByItself()).isEmpty();
            assertThat(keeper.inUse().facts().name().digest()).isEqualTo(first);
        }
    }

    @Test
    void aModelChosenWhileTheBoxWasOffEndsTheConcern() throws IOException {
        store.activate(second);
        damage(second);
        keeper().close();
        var third = install(TinyModel.other());
        store.activate(third);

        try (var keeper = keeper()) {
            assertThat(keeper.inUse().facts().name().digest()).isEqualTo(third);
            assertThat(journal.models().leftByItself()).isEmpty();
        }
    }

    @Test
    void whereAllAreDamagedTheChoiceStaysAndTheFirstGoodPackageHeals() throws IOException {
        store.activate(second);
        damage(first);
        damage(second);

        try (var keeper = keeper()) {
            assertThat(keeper.inUse().known()).isEmpty();
            assertThat(keeper.inUse().stopReason().orElseThrow().english())
                    .contains(second + ModelPackage.ENDING, "no zip file", "Install it again");
            assertThat(store.active()).as("not forgotten").contains(second);
            assertThat(store.list()).isEmpty();
            assertThat(store.damaged()).hasSize(2);
            keeper.follow();
            assertThat(keeper.selfTest().english()).contains("No film is assessed");

            try (var content = Files.newInputStream(TinyModel.other().modelPackage())) {
                assertThat(keeper.install(content).roles()).containsExactly(InstalledModel.Role.ACTIVE);
            }

            assertThat(keeper.inUse().mayScore()).isTrue();
        }
    }

    @Test
    void installingTheSamePackageAgainReplacesItsDamagedFile() throws IOException {
        damage(first);

        try (var keeper = keeper();
                var content = Files.newInputStream(TinyModel.get().modelPackage())) {
            assertThat(keeper.inUse().mayScore()).isFalse();

            keeper.install(content);

            assertThat(keeper.inUse().facts().name().digest()).isEqualTo(first);
            assertThat(store.holdsSound(first)).isTrue();
            assertThat(keeper.concerns()).isEmpty();
        }
    }

    @Test
    void aRunningBoxWithoutAModelFollowsWhatACommandLineInstalled() throws IOException {
        damage(first);

        try (var keeper = keeper()) {
            keeper.follow();
            install(TinyModel.get());

            keeper.follow();

            assertThat(keeper.inUse().mayScore()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1000, -1})
    void aFileOfAnySizeIsDamageAndNotTheEndOfTheBox(int bytes) throws IOException {
        var file = folder.resolve("models/packages/" + first + ModelPackage.ENDING);
        var whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, bytes < 0 ? whole.length + bytes : bytes));

        try (var keeper = keeper()) {
            assertThat(keeper.inUse().known()).isEmpty();
            assertThat(keeper.inUse().stopReason().orElseThrow().english()).contains(file.toString());
        }
    }

    @Test
    void aFileThatIsGoneIsSaidToBeGone() throws IOException {
        Files.delete(folder.resolve("models/packages/" + first + ModelPackage.ENDING));

        try (var keeper = keeper()) {
            assertThat(keeper.inUse().stopReason().orElseThrow().english()).contains(first, "The file is gone.");
            install(TinyModel.get());
            keeper.follow();
            assertThat(keeper.inUse().mayScore()).isTrue();
        }
    }

    @Test
    void anotherGoodPackageUnderItsNameIsNotTakenForIt() throws IOException {
        Files.copy(
                TinyModel.other().modelPackage(),
                folder.resolve("models/packages/" + first + ModelPackage.ENDING),
                StandardCopyOption.REPLACE_EXISTING);

        try (var keeper = keeper()) {
            assertThat(keeper.inUse().known()).isEmpty();
            assertThat(keeper.inUse().stopReason().orElseThrow().english()).contains("holds another package");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{\"format\":\"cxr-models/1\"}", "\u0000\u0000\u0000"})
    void aDamagedChoiceStopsScoringUntilAPersonChoosesAndIsKeptBeside(String damage) throws IOException {
        Files.writeString(folder.resolve("models/choice.json"), damage);

        try (var keeper = keeper()) {
            assertThat(keeper.inUse().known()).as("no other model by itself").isEmpty();
            assertThat(keeper.inUse().stopReason().orElseThrow().english()).contains("choice.json", "cannot be read");
            assertThat(store.list()).hasSize(2);
            keeper.follow();
            assertThat(Files.readString(folder.resolve("models/choice.json"))).isEqualTo(damage);

            keeper.activate(first);

            assertThat(keeper.inUse().facts().name().digest()).isEqualTo(first);
            assertThat(keeper.concerns()).isEmpty();
            try (var files = Files.list(folder.resolve("models"))) {
                assertThat(files.filter(file -> file.toString().contains("choice.json.damaged-")))
                        .singleElement()
                        .satisfies(kept -> assertThat(Files.readString(kept)).isEqualTo(damage));
            }
            assertThatThrownBy(() -> {
                        Files.delete(folder.resolve("models/packages/" + first + ModelPackage.ENDING));
                        install(TinyModel.get());
                        store.rollBack();
                    })
                    .as("releases are still known")
                    .hasMessageContaining("no earlier model");
        }
    }

    @Test
    void aChoiceDamagedUnderARunningBoxLeavesTheModelInUseAndIsSaid() throws IOException {
        try (var keeper = keeper()) {
            Files.writeString(folder.resolve("models/choice.json"), "");

            keeper.follow();

            assertThat(keeper.inUse().mayScore()).isTrue();
            assertThat(keeper.concerns())
                    .singleElement()
                    .satisfies(words -> assertThat(words.english()).contains("choice.json"));
        }
    }

    @Test
    void theSelfTestSeesADamageThatNeitherSizeNorTimeShows() throws IOException {
        var file = folder.resolve("models/packages/" + first + ModelPackage.ENDING);
        try (var keeper = keeper()) {
            store.list();
            var changed = Files.getLastModifiedTime(file);
            var bytes = Files.readAllBytes(file);
            bytes[bytes.length / 2] ^= 1;
            Files.write(file, bytes);
            Files.setLastModifiedTime(file, changed);
            assertThat(keeper.concerns()).as("nobody reads 50 MB for each page").isEmpty();

            assertThat(keeper.selfTest().english()).contains("golden test passed", "not what was installed", first);

            assertThat(keeper.inUse().mayScore())
                    .as("what is in memory was verified")
                    .isTrue();
            assertThat(keeper.concerns()).hasSize(1);
            assertThat(events()).containsExactly("damaged");
        }
    }

    @Test
    void aModelThatIsNotForThisBoxIsLeftAtTheStartAndWithoutOneBeforeItFilmsWait() throws IOException {
        var later = install(TinyModel.forLaterBoxes());
        store.activate(later);

        try (var keeper = keeper()) {
            assertThat(keeper.inUse().facts().name().digest()).isEqualTo(first);
            assertThat(journal.models().leftByItself().orElseThrow().english()).contains("needs cxr-box 9000.0.0");
        }
        damage(first);
        store.activate(later);
        try (var keeper = keeper()) {
            assertThat(keeper.inUse().stopReason().orElseThrow().english()).contains("needs cxr-box 9000.0.0");
        }
    }

    @Test
    void damagedPackagesBesideTheOneInUseStopNothing() throws IOException {
        store.activate(second);
        store.activate(first);
        damage(second);
        Files.writeString(folder.resolve("models/packages/notes.txt"), "not ours");
        Files.createDirectory(folder.resolve("models/packages/" + "0".repeat(64) + ModelPackage.ENDING));

        try (var keeper = keeper()) {
            assertThat(keeper.inUse().mayScore()).isTrue();
            assertThat(store.list()).extracting(InstalledModel::digest).containsExactly(first);
            assertThat(store.damaged()).hasSize(3);
            assertThat(store.damaged().stream().filter(DamagedPackage::isMissed))
                    .hasSize(2);
            assertThatThrownBy(keeper::rollBack)
                    .isInstanceOf(PackageDamagedException.class)
                    .hasMessageContaining(second);
            assertThat(store.active()).contains(first);
        }
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
