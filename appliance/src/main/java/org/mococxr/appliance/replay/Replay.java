package org.mococxr.appliance.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mococxr.appliance.intake.FilmDamagedException;
import org.mococxr.appliance.intake.FilmMissingException;
import org.mococxr.appliance.intake.StoredFilms;
import org.mococxr.appliance.journal.FilmEntry;
import org.mococxr.appliance.modelstore.ModelStore;
import org.mococxr.appliance.modelstore.ModelUnknownException;
import org.mococxr.appliance.modelstore.PackageDamagedException;
import org.mococxr.appliance.screening.ActiveModel;
import org.mococxr.appliance.screening.Assessment;
import org.mococxr.appliance.screening.Conclusion;
import org.mococxr.film.FilmUnreadableException;
import org.mococxr.inference.EngineSettings;
import org.mococxr.inference.Outputs;
import org.mococxr.modelpackage.Manifest;

/**
 * Asks the model that gave a result again, with the film as it was stored. On the processor that gave the result every bit is
 * expected to be the same. For one thread; holds one model at a time.
 */
public final class Replay implements AutoCloseable {
    /** What golden films are held to on a CPU. */
    private static final double TOLERANCE = 1e-4;

    private final StoredFilms films;
    private final ModelStore models;
    private final EngineSettings engine;
    private @Nullable ActiveModel open;

    public Replay(StoredFilms films, ModelStore models, EngineSettings engine) {
        this.films = films;
        this.models = models;
        this.engine = engine;
    }

    /** @return empty for a film that was not scored */
    public Optional<Verdict> check(FilmEntry film) {
        return film.outcome()
                .flatMap(outcome -> outcome.conclusion()
                        .<Optional<Conclusion.Scored>>fold(
                                Optional::of, refused -> Optional.empty(), failed -> Optional.empty()))
                .map(scored -> check(film, scored));
    }

    private Verdict check(FilmEntry film, Conclusion.Scored recorded) {
        var name = recorded.model().toString();
        try {
            var model = model(recorded.model().digest());
            var outputs =
                    model.run(model.prepare(films.read(film.objectDigest()).radiograph()));
            return compare(film.ref(), recorded, model.manifest().findings(), outputs);
        } catch (FilmMissingException
                | FilmDamagedException
                | ModelUnknownException
                | PackageDamagedException
                | FilmUnreadableException e) {
            return new Verdict(film.ref(), name, Verdict.Kind.NOT_POSSIBLE, 0, List.of(String.valueOf(e.getMessage())));
        }
    }

    private ActiveModel model(String digest) {
        if (open == null || !open.digest().equals(digest)) {
            close();
            open = ActiveModel.open(models.read(digest), engine);
        }
        return open;
    }

    private static Verdict compare(
            String ref, Conclusion.Scored recorded, List<Manifest.Finding> findings, Outputs outputs) {
        var deviations = new ArrayList<String>();
        var largest = 0.0;
        for (var i = 0; i < findings.size(); i++) {
            var name = findings.get(i).name();
            var known = recorded.assessments().stream()
                    .filter(assessment -> assessment.finding().equals(name))
                    .findFirst();
            if (known.isEmpty()) {
                deviations.add("%s was not recorded".formatted(name));
                continue;
            }
            double again = outputs.probability(i);
            largest = Math.max(largest, Math.abs(again - known.get().probability()));
            deviation(known.get(), again).ifPresent(deviations::add);
        }
        var kind = !deviations.isEmpty()
                ? Verdict.Kind.DIFFERS
                : largest == 0 ? Verdict.Kind.BIT_EXACT : Verdict.Kind.IN_TOLERANCE;
        return new Verdict(ref, recorded.model().toString(), kind, largest, deviations);
    }

    private static Optional<String> deviation(Assessment known, double again) {
        var decides = again >= known.thresholdProbability();
        if (Math.abs(again - known.probability()) <= TOLERANCE && decides == known.suggestive()) {
            return Optional.empty();
        }
        return Optional.of("%s was %.6f and is %.6f now, at a cut-off of %.6f"
                .formatted(known.finding(), known.probability(), again, known.thresholdProbability()));
    }

    @Override
    public void close() {
        if (open != null) {
            open.close();
            open = null;
        }
    }
}
