package org.mococxr.modelpackage;

import java.util.List;
import org.mococxr.evaluation.FilmFacts;
import org.mococxr.evaluation.Prediction;
import org.mococxr.film.PreparedFilm;

/**
 * The films of the fine-tuning, which a checkpoint does not hold: what is known about each, and its pixels prepared at the model's
 * size.
 */
public interface CheckpointFilms {
    /** Films to measure activations on; best none of those that judge the result. */
    List<PreparedFilm> calibration();

    /**
     * A film of the checkpoint's validation predictions.
     *
     * @throws ExportFailedException if it is not there
     */
    PreparedFilm validation(Prediction of);

    /**
     * What the film list says about a film of the validation predictions.
     *
     * @throws ExportFailedException if it is not there
     */
    FilmFacts facts(Prediction of);
}
