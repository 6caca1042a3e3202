package org.mococxr.appliance.modelstore;

import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mococxr.appliance.journal.ModelRecord;
import org.mococxr.appliance.language.Sentence;
import org.mococxr.appliance.screening.ActiveModel;
import org.mococxr.appliance.screening.CutOffRefusedException;
import org.mococxr.appliance.screening.ModelInUse;
import org.mococxr.appliance.screening.ModelNotUsableException;
import org.mococxr.inference.EngineSettings;
import org.mococxr.inference.InferenceFailedException;
import org.mococxr.modelpackage.ModelPackage;
import org.mococxr.modelpackage.ModelPackageUnreadableException;

/**
 * Keeps a running box on the model that its store names. A model that cannot be loaded or fails its golden test is left for the
 * one before, by itself; if there is none, no film is assessed until a model passes. Safe for use by many threads.
 */
public final class ModelKeeper implements AutoCloseable {
    private final ModelStore store;
    private final ModelRecord record;
    private final EngineSettings engine;
    private final ModelEvents events = new ModelEvents();
    private final ModelInUse inUse;
    private @Nullable Shadow shadow;

    /**
     * A model that is tried out.
     *
     * @param since films that came before are not tried
     */
    public record Shadow(String digest, Instant since, ModelInUse models) {}

    private ModelKeeper(ModelStore store, ModelRecord record, EngineSettings engine) {
        this.store = store;
        this.record = record;
        this.engine = engine;
        this.inUse = new ModelInUse(firstThatPasses());
        events.inUse(inUse.facts());
    }

    /**
     * @param store with an active model
     * @throws ModelNotUsableException if neither the active model nor an earlier one passes its golden test here
     */
    public static ModelKeeper open(ModelStore store, ModelRecord record, EngineSettings engine) {
        var keeper = new ModelKeeper(store, record, engine);
        try {
            keeper.follow();
            return keeper;
        } catch (RuntimeException e) {
            keeper.close();
            throw e;
        }
    }

    private ActiveModel firstThatPasses() {
        while (true) {
            var digest = store.active().orElseThrow(() -> new ModelRefusedException(Sentence.of("model.none_active")));
            try {
                return load(digest);
            } catch (RuntimeException e) {
                if (!isTheModelsFault(e) || !store.canRollBack()) {
                    throw e;
                }
                leaveForTheOneBefore(digest, e);
            }
        }
    }

    private ActiveModel load(String digest) {
        return ActiveModel.open(store.read(digest), store.cutOffs(digest), engine);
    }

    private static boolean isTheModelsFault(RuntimeException e) {
        return e instanceof ModelNotUsableException
                || e instanceof InferenceFailedException
                || e instanceof ModelPackageUnreadableException
                || e instanceof ModelUnknownException
                || e instanceof CutOffRefusedException;
    }

    private void leaveForTheOneBefore(String digest, RuntimeException reason) {
        store.rollBack();
        record.happened(digest, "rolled_back", Sentence.of("model.event.left", Sentence.of(reason)));
        events.rolledBack(digest, String.valueOf(reason.getMessage()));
    }

    public ModelStore store() {
        return store;
    }

    public ModelInUse inUse() {
        return inUse;
    }

    public synchronized Optional<Shadow> shadow() {
        return Optional.ofNullable(shadow);
    }

    /** Verifies a package and runs its golden test on this box's processor; then it is tried out beside the model in use. */
    public InstalledModel install(InputStream content) {
        var golden = new ArrayList<Sentence>();
        var installed = store.install(content, model -> golden.add(goldenTest(model)));
        record.happened(installed.digest(), "installed", Sentence.of("model.event.installed", golden.get(0)));
        return installed.digest().equals(inUse.facts().name().digest()) ? installed : tryOut(installed.digest());
    }

    private Sentence goldenTest(ModelPackage model) {
        try (var trial = ActiveModel.open(model, engine)) {
            return trial.facts().goldenTest();
        } catch (InferenceFailedException e) {
            throw new ModelRefusedException(Sentence.of("model.cannot_run", String.valueOf(e.getMessage())), e);
        }
    }

    public InstalledModel tryOut(String name) {
        var model = store.tryOut(name);
        record.happened(model.digest(), "trial", Sentence.of("model.event.trial"));
        follow();
        return model;
    }

    /**
     * Makes a model the one that scores, if it passes its golden test here and now.
     *
     * @throws ModelRefusedException if it does not; the model in use stays
     */
    public InstalledModel activate(String name) {
        var before = inUse.facts().name().digest();
        var model = store.activate(name);
        follow();
        requireInUse(model.digest());
        if (before.equals(model.digest())) { // a person agrees with what the box went back to
            record.happened(before, "activated", Sentence.of("model.event.confirmed"));
        }
        return store.find(model.digest());
    }

    /** Back to the model before. */
    public InstalledModel rollBack() {
        var model = store.rollBack();
        follow();
        requireInUse(model.digest());
        return store.find(model.digest());
    }

    private void requireInUse(String digest) {
        if (!inUse.facts().name().digest().equals(digest)) {
            throw new ModelRefusedException(Sentence.of("model.did_not_pass", digest));
        }
    }

    /** Brings the box to what the store says: a command line may have changed it. */
    public synchronized void follow() {
        var choice = store.choice();
        choice.active().ifPresent(digest -> {
            if (!digest.equals(inUse.facts().name().digest())) {
                switchTo(digest);
            } else {
                decideAsChosen(digest);
            }
        });
        followTrial(store.choice());
    }

    private void switchTo(String digest) {
        try {
            inUse.replace(load(digest));
            record.happened(
                    digest,
                    "activated",
                    Sentence.of("model.event.in_use", inUse.facts().goldenTest()));
            events.inUse(inUse.facts());
        } catch (RuntimeException e) {
            if (!isTheModelsFault(e) || !store.canRollBack()) {
                throw e;
            }
            leaveForTheOneBefore(digest, e);
            follow();
        }
    }

    private void decideAsChosen(String digest) {
        try (var loan = inUse.borrow()) {
            var cutOffs = store.cutOffs(digest);
            if (!loan.model().decidesBy(cutOffs)) {
                loan.model().decideBy(cutOffs);
                record.happened(digest, "cut_offs", Sentence.of("model.event.points", cutOffs.inWords()));
            }
        }
    }

    private void followTrial(StoreChoice choice) {
        var wanted = choice.trial().map(StoreChoice.Trial::digest);
        var running = Optional.ofNullable(shadow).map(Shadow::digest);
        if (wanted.equals(running)) {
            return;
        }
        if (shadow != null) {
            shadow.models().close();
            shadow = null;
        }
        wanted.ifPresent(this::beginTrial);
    }

    private void beginTrial(String digest) {
        try {
            var models = new ModelInUse(load(digest));
            shadow = new Shadow(digest, store.triedSince(digest).orElseThrow(), models);
            events.trialBegun(models.facts());
        } catch (RuntimeException e) {
            if (!isTheModelsFault(e)) {
                throw e;
            }
            store.endTrial();
            record.happened(digest, "trial_ended", Sentence.of("model.event.trial_ended", Sentence.of(e)));
            events.trialEnded(digest, String.valueOf(e.getMessage()));
        }
    }

    /**
     * Runs the golden films again. On a failure nothing is scored from this moment; then the model is loaded anew, and if that
     * does not help the one before takes over.
     *
     * @return how it went
     */
    public synchronized Sentence selfTest() {
        String digest;
        try (var loan = inUse.borrow()) {
            digest = loan.model().digest();
            var result = loan.model().selfTest();
            if (result.passed()) {
                inUse.resume();
                return ActiveModel.sentence(result);
            }
            stop(digest, ActiveModel.sentence(result));
        }
        return recover(digest);
    }

    private void stop(String digest, Sentence why) {
        inUse.stop(why);
        record.happened(digest, "self_test_failed", why);
        events.stopped(why.english());
    }

    private Sentence recover(String digest) {
        try {
            inUse.replace(load(digest));
            return Sentence.of("model.event.loaded_anew", inUse.facts().goldenTest());
        } catch (RuntimeException e) {
            if (!isTheModelsFault(e) || !store.canRollBack()) {
                return Sentence.of("models.stopped", Sentence.of(e));
            }
            leaveForTheOneBefore(digest, e);
            follow();
            return Sentence.of(
                    "model.event.went_back", inUse.facts().name(), inUse.facts().goldenTest());
        }
    }

    @Override
    public synchronized void close() {
        if (shadow != null) {
            shadow.models().close();
        }
        inUse.close();
    }
}
