package org.mococxr.inference;

import org.mococxr.film.PreparedFilm;

/**
 * A loaded model. Any thread may call {@link #run}; as many runs as the engine was opened for go on at the same time, further callers
 * wait. {@link #close} waits for runs that are under way and frees the native memory.
 */
public interface Engine extends AutoCloseable {
    /** @throws InferenceFailedException if the film has another size than the model takes, or the runtime fails */
    Outputs run(PreparedFilm film);

    ProviderReport provider();

    @Override
    void close();
}
