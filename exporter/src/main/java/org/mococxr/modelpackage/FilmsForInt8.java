package org.mococxr.modelpackage;

import java.util.List;
import org.mococxr.film.PreparedFilm;

/** The films that an 8-bit model is made and judged with, prepared at the model's size. */
public interface FilmsForInt8 {
    /** Films to measure activations on; best none of those that judge the result. */
    List<PreparedFilm> calibration();

    /**
     * A film of the checkpoint's validation predictions.
     *
     * @throws ExportFailedException if it is not there
     */
    PreparedFilm validation(String file);
}
