package org.mococxr.appliance.modelstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mococxr.appliance.ManualClock;
import org.mococxr.appliance.TinyModel;
import org.mococxr.appliance.screening.CutOffRefusedException;
import org.mococxr.appliance.screening.CutOffs;
import org.mococxr.appliance.screening.ModelChoice;
import org.mococxr.modelpackage.ModelPackage;
import org.mococxr.modelpackage.ModelPackageUnreadableException;
import org.mococxr.modelpackage.TrustedKeys;

/** Only what is signed, whole and tried gets in; one act goes forward, one goes back; cut-offs never change their model. */
final class ModelStoreTest {
    private static final TrustedKeys TRUSTED =
            TrustedKeys.read(List.of(TinyModel.get().trusted()));

    @TempDir
    private Path folder;

    private ModelStore store() {
        return ModelStore.open(folder.resolve("models"), TRUSTED, new ManualClock());
    }

    @Test
    void anInstalledModelIsFoundByDigestAndIdAndIsNotYetInUse() throws IOException {
        var store = store();

        var model = install(store, TinyModel.get());

        assertThat(model.roles()).isEmpty();
        assertThat(store.active()).isEmpty();
        assertThat(store.find(model.digest().substring(0, 8))).isEqualTo(model);
        assertThat(store.find(model.manifest().id())).isEqualTo(model);
        assertThat(install(store, TinyModel.get())).as("again").isEqualTo(model);
        assertThat(store.list()).containsExactly(model);
        assertThatThrownBy(() -> store.find("nothing"))
                .isInstanceOf(ModelUnknownException.class)
                .hasMessageContaining(model.manifest().id());
    }

    @Test
    void activatingKeepsTheOneBeforeAndRollingBackReturnsToIt() throws IOException {
        var store = store();
        var first = install(store, TinyModel.get()).digest();
        var second = install(store, TinyModel.next()).digest();
        store.activate(first);
        store.tryOut(second);

        var activated = store.activate(second);

        assertThat(activated.roles()).as("no trial any more").containsExactly(InstalledModel.Role.ACTIVE);
        assertThat(store.find(first).roles()).containsExactly(InstalledModel.Role.PREVIOUS);
        assertThat(store.rollBack().digest()).isEqualTo(first);
        assertThat(store.find(second).roles()).isEmpty();
        assertThatThrownBy(store::rollBack)
                .isInstanceOf(ModelRefusedException.class)
                .hasMessageContaining("no earlier model");
        assertThat(store.active()).contains(first);
    }

    @Test
    void activatingTheActiveOneAgainForgetsNothing() throws IOException {
        var store = store();
        var first = install(store, TinyModel.get()).digest();
        var second = install(store, TinyModel.next()).digest();
        store.activate(first);
        store.activate(second);

        store.activate(second);

        assertThat(store.rollBack().digest()).isEqualTo(first);
    }

    @Test
    void whatWasChosenIsThereForEveryProgramAndAfterARestart() throws IOException {
        var here = store();
        var there = store();
        var digest = install(here, TinyModel.get()).digest();
        here.activate(digest);

        there.decideBy(new CutOffs(digest, Map.of("tuberculosis", "sensitivity90")));

        assertThat(there.active()).contains(digest);
        assertThat(here.cutOffs(digest).pointByFinding()).containsEntry("tuberculosis", "sensitivity90");
        assertThat(store().find(digest).cutOffs()).isEqualTo(here.cutOffs(digest));
    }

    @Test
    void aChangedPackageIsRefusedAndLeavesNothing() throws IOException {
        var store = store();
        var bytes = Files.readAllBytes(TinyModel.get().modelPackage());
        bytes[bytes.length / 2] ^= 1;

        assertThatThrownBy(() -> store.install(new ByteArrayInputStream(bytes), model -> {}))
                .isInstanceOf(ModelPackageUnreadableException.class);
        assertThatThrownBy(() ->
                        store.install(new ByteArrayInputStream(Arrays.copyOf(bytes, bytes.length / 3)), model -> {}))
                .isInstanceOf(ModelPackageUnreadableException.class);

        assertThat(store.list()).isEmpty();
        assertThat(folder.resolve("models/incoming")).isEmptyDirectory();
    }

    @Test
    void aModelThatFailsItsTrialIsNotInstalled() {
        var store = store();

        assertThatThrownBy(() -> install(store, TinyModel.get(), model -> {
                    throw new IllegalStateException("golden test FAILED");
                }))
                .hasMessageContaining("golden test FAILED");

        assertThat(store.list()).isEmpty();
        assertThat(folder.resolve("models/incoming")).isEmptyDirectory();
    }

    @Test
    void anOlderReleaseIsRefusedUnlessItIsThereAlready() throws IOException {
        var store = store();
        install(store, TinyModel.next());

        assertThatThrownBy(() -> install(store, TinyModel.get()))
                .isInstanceOf(ModelRefusedException.class)
                .hasMessageContaining("is release 1 of cxr-tiny and this box had release 2");
        assertThat(store.list()).hasSize(1);
    }

    @Test
    void cutOffsOfAnotherModelAreRefusedAndNothingChanges() throws IOException {
        var store = store();
        var first = install(store, TinyModel.get()).digest();

        assertThatThrownBy(() -> store.decideBy(new CutOffs(first, Map.of("tuberculosis", "best"))))
                .isInstanceOf(CutOffRefusedException.class);
        assertThatThrownBy(() -> store.decideBy(new CutOffs("0".repeat(64), Map.of())))
                .isInstanceOf(ModelUnknownException.class);

        assertThat(store.cutOffs(first).pointByFinding()).isEmpty();
    }

    @Test
    void aDamagedPackageOrChoiceIsFoundWhenItIsRead() throws IOException {
        var store = store();
        var digest = install(store, TinyModel.get()).digest();
        store.activate(digest);
        Files.writeString(folder.resolve("models/packages/" + digest + ModelPackage.ENDING), "damaged");
        assertThatThrownBy(() -> store.read(digest)).isInstanceOf(PackageDamagedException.class);

        Files.writeString(folder.resolve("models/choice.json"), "{");
        assertThat(store.choiceTrouble().orElseThrow().english()).contains("Which model is in use is not known");
        assertThat(store.active()).isEmpty();
        assertThatThrownBy(store::endTrial)
                .as("nothing but an activation replaces it")
                .isInstanceOf(ModelRefusedException.class);
    }

    @Test
    void aBoxTakesTheNamedModelElseKeepsItsOwnElseTakesTheShippedOne() throws IOException {
        var shipped = Files.createDirectories(folder.resolve("shipped"));
        Files.copy(TinyModel.get().modelPackage(), shipped.resolve("one.cxrmodel"));
        Files.copy(TinyModel.get().trusted(), shipped.resolve("key.public.pem"));
        var choice = new ModelChoice(Optional.empty(), List.of(), Optional.of(shipped));
        var store = store();

        FirstModel.settle(store, choice);
        var first = store.active().orElseThrow();
        Files.copy(TinyModel.next().modelPackage(), shipped.resolve("two.cxrmodel"));
        FirstModel.settle(store, choice);

        assertThat(store.active())
                .as("a newer one that lies there is not taken unasked")
                .contains(first);
        FirstModel.settle(store, TinyModel.next().choice());
        assertThat(store.active()).isNotEqualTo(Optional.of(first));
        assertThat(store.rollBack().digest()).isEqualTo(first);
    }

    @Test
    void aPackageOnAStickThatIsHereAlreadyIsKnownByItsBytes() throws IOException {
        var stick = Files.createDirectories(folder.resolve("media/stick"));
        var store = store();
        FirstModel.settle(store, TinyModel.get().choice());
        Files.copy(TinyModel.get().modelPackage(), stick.resolve("renamed.cxrmodel"));
        Files.copy(TinyModel.next().modelPackage(), stick.resolve("unknown.cxrmodel"));
        var offered = new OfferedPackages(new PackageFolders(List.of(folder.resolve("media"))), store);

        assertThat(offered.list().packages())
                .extracting(
                        one -> one.file().getFileName().toString(),
                        one -> one.installed().map(InstalledModel::digest))
                .containsExactly(
                        tuple("renamed.cxrmodel", store.active()), tuple("unknown.cxrmodel", Optional.empty()));
    }

    @Test
    void packagesOnAStickAreFoundByNameAndNothingElseIs() throws IOException {
        var stick = Files.createDirectories(folder.resolve("media/stick"));
        Files.copy(TinyModel.get().modelPackage(), stick.resolve("tiny.cxrmodel"));
        Files.writeString(folder.resolve("secret.cxrmodel"), "not in the folder");
        var folders = new PackageFolders(List.of(folder.resolve("media"), folder.resolve("absent")));

        assertThat(folders.look().packages()).containsExactly(stick.resolve("tiny.cxrmodel"));
        assertThat(folders.named("tiny.cxrmodel")).contains(stick.resolve("tiny.cxrmodel"));
        assertThat(folders.named("../../secret.cxrmodel")).isEmpty();
    }

    private static InstalledModel install(ModelStore store, TinyModel model) throws IOException {
        return install(store, model, trial -> {});
    }

    private static InstalledModel install(ModelStore store, TinyModel model, Consumer<ModelPackage> trial)
            throws IOException {
        try (var content = Files.newInputStream(model.modelPackage())) {
            return store.install(content, trial);
        }
    }
}
