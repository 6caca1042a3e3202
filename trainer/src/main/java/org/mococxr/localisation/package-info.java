/**
 * Tells whether heat maps fall on lesions: how much of a film's heat lies inside the boxes that readers drew, against two kinds of
 * chance.
 */
@NullMarked
package org.mococxr.localisation;

import org.jspecify.annotations.NullMarked;
