/** Looks over the films of a list for what would spoil a model quietly: blank, inverted and odd films, and the same film twice. */
@NullMarked
package org.mococxr.filmcheck;

import org.jspecify.annotations.NullMarked;
