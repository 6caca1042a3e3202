package org.mococxr.appliance.screening;

import java.util.ArrayList;
import org.mococxr.film.FilmPreparation;
import org.mococxr.inference.Engine;
import org.mococxr.inference.EngineSettings;
import org.mococxr.modelpackage.GoldenResult;
import org.mococxr.modelpackage.Manifest;
import org.mococxr.modelpackage.ModelPackage;

/**
 * A model that has been verified, loaded, and has passed its golden test on the provider that really runs it; the only way to
 * a score. Safe for use by many threads; {@link #close} frees the native memory.
 */
public final class ActiveModel implements AutoCloseable {
    private final Engine engine;
    private final ModelFacts facts;
    private final Manifest manifest;
    private final FilmPreparation preparation;

    private ActiveModel(Engine engine, ModelFacts facts, Manifest manifest) {
        this.engine = engine;
        this.facts = facts;
        this.manifest = manifest;
        this.preparation = new FilmPreparation(manifest.input().sizePixels());
    }

    /** @throws ModelNotUsableException if the golden test fails; nothing may be scored then */
    public static ActiveModel open(ModelPackage model, EngineSettings settings) {
        var engine = model.open(settings);
        try {
            var golden = model.goldenTest(engine);
            if (!golden.passed()) {
                throw new ModelNotUsableException(
                        "the model %s gives other scores here than where it was made: %s. It is not used; no film is assessed with it."
                                .formatted(model.manifest().id(), golden.inWords()));
            }
            return new ActiveModel(engine, facts(model, engine, golden), model.manifest());
        } catch (RuntimeException e) {
            engine.close();
            throw e;
        }
    }

    private static ModelFacts facts(ModelPackage model, Engine engine, GoldenResult golden) {
        var manifest = model.manifest();
        var rules = new ArrayList<FindingRule>();
        for (var finding : manifest.findings()) {
            rules.add(new FindingRule(
                    finding.name(), finding.displayName(), finding.thresholds().defaultOperatingPoint()));
        }
        return new ModelFacts(
                new ModelName(manifest.name(), model.digest()),
                String.valueOf(manifest.release()),
                manifest.input().sizePixels(),
                rules,
                engine.provider().inWords(),
                engine.provider().effective(),
                golden.inWords());
    }

    public ModelFacts facts() {
        return facts;
    }

    public Manifest manifest() {
        return manifest;
    }

    FilmPreparation preparation() {
        return preparation;
    }

    Engine engine() {
        return engine;
    }

    @Override
    public void close() {
        engine.close();
    }
}
