package org.mococxr.finetuning;

import java.util.List;
import org.mococxr.checkpoint.CheckpointState.FilmListUse;
import org.mococxr.filmlist.PreparedFilms;

/**
 * The films of a run.
 *
 * @param train end to end: kept as bytes, larger than the input, for views to be cut from; linear: as {@code val}
 * @param val kept as 32-bit floats of the input's size
 * @param uses which lists they come from
 */
public record FinetuneFilms(PreparedFilms train, PreparedFilms val, List<FilmListUse> uses) {}
