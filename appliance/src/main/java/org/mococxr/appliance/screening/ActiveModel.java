package org.mococxr.appliance.screening;

import java.util.Locale;
import java.util.Optional;
import org.mococxr.appliance.language.Sentence;
import org.mococxr.film.FilmPreparation;
import org.mococxr.film.GreyRecipe;
import org.mococxr.film.PreparedFilm;
import org.mococxr.film.Radiograph;
import org.mococxr.inference.Engine;
import org.mococxr.inference.EngineSettings;
import org.mococxr.inference.Outputs;
import org.mococxr.inference.ProviderChoice;
import org.mococxr.inputcheck.InputCheck;
import org.mococxr.modelpackage.GoldenResult;
import org.mococxr.modelpackage.Manifest;
import org.mococxr.modelpackage.ModelPackage;
import org.mococxr.modelpackage.ProgramVersion;

/**
 * A model that has been verified, loaded, and has passed its golden test on the provider that really runs it; the only way to
 * a score. Safe for use by many threads; {@link #close} frees the native memory.
 */
public final class ActiveModel implements AutoCloseable {
    private final ModelPackage model;
    private final Engine engine;
    private final String passedOver;
    private final FilmPreparation preparation;
    private volatile ModelFacts facts;

    private ActiveModel(ModelPackage model, Engine engine, GoldenResult golden, CutOffs cutOffs, String passedOver) {
        this.model = model;
        this.engine = engine;
        this.passedOver = passedOver;
        this.preparation = new FilmPreparation(model.manifest().input().sizePixels());
        this.facts = facts(golden, cutOffs);
    }

    /** With the package's own operating points. */
    public static ActiveModel open(ModelPackage model, EngineSettings settings) {
        return open(model, CutOffs.standard(model), settings);
    }

    /**
     * A graphics card that gives other scores than it should is left for the next best processor, with the reason.
     *
     * @throws ModelNotUsableException if the model needs a later box, or its golden test fails on the last processor; nothing may be
     *     scored then
     * @throws CutOffRefusedException if the cut-offs belong to another model
     */
    public static ActiveModel open(ModelPackage model, CutOffs cutOffs, EngineSettings settings) {
        requireAllowed(model.manifest(), BoxVersion.text());
        return open(model, cutOffs, settings, "");
    }

    private static void requireAllowed(Manifest manifest, String box) {
        if (!manifest.allows(ProgramVersion.ofBuild(box))) {
            throw new ModelNotUsableException(Sentence.of(
                    "model.needs_later_box",
                    manifest.id(),
                    manifest.minimumBox().orElseThrow(),
                    box));
        }
    }

    private static ActiveModel open(ModelPackage model, CutOffs cutOffs, EngineSettings settings, String passedOver) {
        var engine = model.open(settings);
        try {
            var golden = model.goldenTest(engine);
            if (golden.passed()) {
                return new ActiveModel(model, engine, golden, cutOffs, passedOver);
            }
            var next = ProviderChoice.after(engine.provider().effective());
            engine.close();
            if (next.isPresent()) {
                return open(model, cutOffs, settings.on(next.get()), passedOver + "; " + golden.inWords());
            }
            throw new ModelNotUsableException(
                    Sentence.of("model.other_scores", model.manifest().id(), sentence(golden)));
        } catch (RuntimeException e) {
            engine.close();
            throw e;
        }
    }

    private ModelFacts facts(GoldenResult golden, CutOffs cutOffs) {
        var manifest = model.manifest();
        return new ModelFacts(
                new ModelName(manifest.name(), model.digest()),
                String.valueOf(manifest.release()),
                manifest.input().sizePixels(),
                cutOffs.rules(model),
                engine.provider().inWords() + passedOver,
                engine.provider().effective(),
                sentence(golden));
    }

    /** How a golden test went. */
    public static Sentence sentence(GoldenResult golden) {
        return golden.passed()
                ? Sentence.of(
                        "golden.passed",
                        golden.provider(),
                        golden.films(),
                        String.format(Locale.ROOT, "%.1e", golden.largestDifference()))
                : Sentence.of("golden.failed", golden.provider(), String.join("; ", golden.failures()));
    }

    /** As of now: the cut-offs may change while a model is in use. A film is decided by one of these from end to end. */
    public ModelFacts facts() {
        return facts;
    }

    /** Which films must not be scored; old packages have none. */
    public Optional<InputCheck> inputCheck() {
        return model.inputCheck();
    }

    public Manifest manifest() {
        return model.manifest();
    }

    public String digest() {
        return model.digest();
    }

    /**
     * From the next film on.
     *
     * @throws CutOffRefusedException if they belong to another model
     */
    public void decideBy(CutOffs cutOffs) {
        facts = facts.with(cutOffs.rules(model));
    }

    public boolean decidesBy(CutOffs cutOffs) {
        return facts.rules().equals(cutOffs.rules(model));
    }

    /** Runs the golden films again, on the engine that is in use. */
    public GoldenResult selfTest() {
        return model.goldenTest(engine);
    }

    /** How DICOM films must become grey for it. */
    public GreyRecipe grey() {
        return model.manifest().input().grey();
    }

    /** float32 [1,1,S,S], 0..1. */
    public PreparedFilm prepare(Radiograph radiograph) {
        return preparation.prepare(radiograph);
    }

    /** The same, and the film for the eye. */
    public FilmPreparation.Shown prepareAndShow(Radiograph radiograph, int longSidePixels) {
        return preparation.prepareAndShow(radiograph, longSidePixels);
    }

    /** Without gate and without decision: what the network says. */
    public Outputs run(PreparedFilm film) {
        return engine.run(film);
    }

    @Override
    public void close() {
        engine.close();
    }
}
