package org.mococxr.appliance.modelstore;

import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
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

/**
 * Keeps a running box on the model that its store names. A model that cannot be loaded or fails its golden test is left for the
 * one before, by itself, which people are told until one of them has seen it; if there is none that passes, no film is assessed
 * until a model passes. Films are taken all the while. Safe for use by many threads.
 */
public final class ModelKeeper implements AutoCloseable {
    private final ModelStore store;
    private final ModelRecord record;
    private final EngineSettings engine;
    private final ModelEvents events = new ModelEvents();
    private final ModelInUse inUse;
    private final Set<Sentence> toldDamage = new HashSet<>();
    private @Nullable Shadow shadow;

    /** What could not be used when it was last tried; it is tried again when something changed. */
    private @Nullable Object triedInVain;

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
        this.inUse = ModelInUse.without(Sentence.of("model.none_active"));
    }

    /** On the active model, or an earlier one that passes its golden test here, or on none: then the box says why. */
    public static ModelKeeper open(ModelStore store, ModelRecord record, EngineSettings engine) {
        var keeper = new ModelKeeper(store, record, engine);
        try {
            keeper.begin();
            keeper.follow();
            keeper.tellDamage();
            return keeper;
        } catch (RuntimeException e) {
            keeper.close();
            throw e;
        }
    }

    private synchronized void begin() {
        var trouble = store.choiceTrouble();
        if (trouble.isPresent()) {
            stop("", trouble.get());
            return;
        }
        store.active()
                .ifPresent(wanted -> firstThatPasses(wanted).ifPresent(model -> {
                    inUse.replace(model);
                    events.inUse(inUse.facts());
                    if (wanted.equals(model.digest())
                            && record.lastInUse()
                                    .filter(last -> !last.equals(wanted))
                                    .isPresent()) { // chosen while the box was off
                        record.happened(
                                wanted,
                                "activated",
                                Sentence.of("model.event.in_use", inUse.facts().goldenTest()));
                    }
                }));
    }

    /**
     * The wanted model or the latest before it that passes. Where that is another one, it is written down before it is so.
     *
     * @return none, and no film is assessed, if none passes
     */
    private Optional<ActiveModel> firstThatPasses(String wanted) {
        var failed = new LinkedHashMap<String, Sentence>();
        for (var digest : Stream.concat(Stream.of(wanted), store.earlier().stream())
                .distinct()
                .toList()) {
            try {
                var model = load(digest);
                triedInVain = null;
                if (!failed.isEmpty()) {
                    leave(failed, model);
                }
                return Optional.of(model);
            } catch (RuntimeException e) {
                if (!isTheModelsFault(e)) {
                    throw e;
                }
                failed.put(digest, Sentence.of(e));
            }
        }
        triedInVain = store.version();
        var why = failed.getOrDefault(wanted, Sentence.of("model.none_active"));
        stop(wanted, why);
        return Optional.empty();
    }

    private ActiveModel load(String digest) {
        return ActiveModel.open(store.read(digest), store.cutOffs(digest), engine);
    }

    private static boolean isTheModelsFault(RuntimeException e) {
        return e instanceof ModelNotUsableException
                || e instanceof InferenceFailedException
                || e instanceof PackageDamagedException
                || e instanceof ModelUnknownException
                || e instanceof CutOffRefusedException;
    }

    private void leave(Map<String, Sentence> failed, ActiveModel next) {
        try {
            var latestFirst = new ArrayList<>(failed.entrySet());
            Collections.reverse(latestFirst); // the wanted one is written last: it is what people are told
            for (var left : latestFirst) {
                record.happened(left.getKey(), "rolled_back", Sentence.of("model.event.left", left.getValue()));
                events.rolledBack(left.getKey(), left.getValue().english());
            }
            record.happened(
                    next.digest(),
                    "took_over",
                    Sentence.of("model.event.in_use", next.facts().goldenTest()));
            store.backTo(next.digest());
        } catch (RuntimeException e) {
            next.close();
            throw e;
        }
    }

    private void stop(String digest, Sentence why) {
        if (!inUse.stopReason().equals(Optional.of(why))) {
            inUse.stop(why);
            record.happened(digest, "stopped", Sentence.of("models.stopped", why));
            events.stopped(why.english());
        }
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

    /** What a person should look at, beside what stops the box. */
    public List<Sentence> concerns() {
        var concerns = new ArrayList<Sentence>();
        record.leftByItself().ifPresent(words -> concerns.add(Sentence.of("concern.model_left", words)));
        store.choiceTrouble().ifPresent(concerns::add);
        store.damaged().stream()
                .filter(DamagedPackage::isMissed)
                .map(DamagedPackage::words)
                .forEach(concerns::add);
        inUse.stopReason().ifPresent(concerns::remove); // said already
        return concerns;
    }

    /** A person has seen that the box left a model by itself, and agrees. */
    public void acknowledge() {
        record.leftByItself()
                .ifPresent(words -> record.happened(
                        inUse.known().map(facts -> facts.name().digest()).orElse(""),
                        "acknowledged",
                        Sentence.of("model.event.acknowledged")));
    }

    /**
     * Verifies a package and runs its golden test on this box's processor; then it is tried out beside the model in use. Where
     * nothing is assessed for want of a model, it is put into use.
     */
    public InstalledModel install(InputStream content) {
        var golden = new ArrayList<Sentence>();
        var installed = store.install(content, model -> golden.add(goldenTest(model)));
        record.happened(installed.digest(), "installed", Sentence.of("model.event.installed", golden.get(0)));
        if (!inUse.mayScore()) {
            return activate(installed.digest());
        }
        return isInUse(installed.digest()) ? installed : tryOut(installed.digest());
    }

    private Sentence goldenTest(ModelPackage model) {
        try (var trial = ActiveModel.open(model, engine)) {
            return trial.facts().goldenTest();
        } catch (InferenceFailedException e) {
            throw new ModelRefusedException(Sentence.of("model.cannot_run", String.valueOf(e.getMessage())), e);
        }
    }

    private boolean isInUse(String digest) {
        return inUse.known()
                .filter(facts -> facts.name().digest().equals(digest))
                .isPresent();
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
        var model = store.activate(name);
        var wasInUse = inUse.mayScore() && isInUse(model.digest());
        follow();
        requireInUse(model.digest());
        if (wasInUse) { // a person agrees with what the box went back to
            record.happened(model.digest(), "activated", Sentence.of("model.event.confirmed"));
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
        if (!isInUse(digest) || !inUse.mayScore()) {
            throw new ModelRefusedException(
                    inUse.stopReason().orElseGet(() -> Sentence.of("model.did_not_pass", digest)));
        }
    }

    /**
     * Brings the box to what the store says: a command line may have changed it. Where the store does not say it any more, the model
     * in use stays.
     */
    public synchronized void follow() {
        if (store.choiceTrouble().isPresent()) {
            return;
        }
        store.active().ifPresent(digest -> {
            if (isInUse(digest) && inUse.mayScore()) {
                decideAsChosen(digest);
            } else if (!store.version().equals(triedInVain)) {
                switchTo(digest);
            }
        });
        followTrial(store.choice());
    }

    private void switchTo(String wanted) {
        firstThatPasses(wanted).ifPresent(model -> {
            var changes = !isInUse(model.digest()) || !inUse.mayScore();
            if (wanted.equals(model.digest())) {
                record.happened(
                        wanted,
                        "activated",
                        Sentence.of("model.event.in_use", model.facts().goldenTest()));
            }
            inUse.replace(model);
            if (changes) {
                events.inUse(model.facts());
            }
        });
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
     * Reads every package anew and runs the golden films again. On a failure nothing is scored from this moment; then the model is
     * loaded anew, and if that does not help the one before takes over. A model whose file was damaged after it was loaded goes on:
     * what is in memory was verified.
     *
     * @return how it went
     */
    public synchronized Sentence selfTest() {
        store.lookAgain();
        tellDamage();
        if (inUse.known().isEmpty()) {
            triedInVain = null;
            follow();
            return inUse.known()
                    .map(facts -> Sentence.of("model.event.loaded_anew", facts.goldenTest()))
                    .orElseGet(() ->
                            Sentence.of("models.stopped", inUse.stopReason().orElseThrow()));
        }
        String digest;
        try (var loan = inUse.borrow()) {
            digest = loan.model().digest();
            var result = loan.model().selfTest();
            if (result.passed()) {
                inUse.resume();
                return withDamage(digest, ActiveModel.sentence(result));
            }
            var why = ActiveModel.sentence(result);
            inUse.stop(why);
            record.happened(digest, "self_test_failed", why);
            events.stopped(why.english());
        }
        return recover(digest);
    }

    private Sentence withDamage(String digest, Sentence golden) {
        return store.damaged().stream()
                .filter(model -> model.digest().equals(Optional.of(digest)))
                .findFirst()
                .map(model -> Sentence.of("model.passed_but_damaged", golden, model.words()))
                .orElse(golden);
    }

    /** Each damage once. */
    private void tellDamage() {
        for (var model : store.damaged()) {
            if (toldDamage.add(model.words())) {
                events.damaged(model.words().english());
                model.digest().ifPresent(digest -> record.happened(digest, "damaged", model.words()));
            }
        }
    }

    private Sentence recover(String digest) {
        var next = firstThatPasses(digest);
        if (next.isEmpty()) {
            return Sentence.of("models.stopped", inUse.stopReason().orElseThrow());
        }
        var facts = next.get().facts();
        inUse.replace(next.get());
        return facts.name().digest().equals(digest)
                ? Sentence.of("model.event.loaded_anew", facts.goldenTest())
                : Sentence.of("model.event.went_back", facts.name(), facts.goldenTest());
    }

    @Override
    public synchronized void close() {
        if (shadow != null) {
            shadow.models().close();
        }
        inUse.close();
    }
}
