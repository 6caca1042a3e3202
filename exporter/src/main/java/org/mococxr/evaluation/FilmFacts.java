package org.mococxr.evaluation;

import java.util.OptionalInt;

/**
 * What a film list says about whom a film shows and how it was taken; nothing of it is needed to train.
 *
 * @param sex {@code F}, {@code M}, {@code O}, or empty if not known
 * @param view for example {@code PA}; empty if not known
 */
public record FilmFacts(String sex, OptionalInt ageYears, String view) {}
