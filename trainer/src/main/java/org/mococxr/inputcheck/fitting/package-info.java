/**
 * Fits the input check of a model: from the model's own frontal films, from what can be made out of them (inverted, turned, cut), and
 * from pictures that this program draws. No side view or photograph of others is needed, so its terms are those of the model's films.
 */
@NullMarked
package org.mococxr.inputcheck.fitting;

import org.jspecify.annotations.NullMarked;
