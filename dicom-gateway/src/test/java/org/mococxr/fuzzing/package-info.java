/** Feeds what takes bytes from strangers with anything at all: mutations of seeds always, Jazzer for a while in CI and for hours on demand. */
@NullMarked
package org.mococxr.fuzzing;

import org.jspecify.annotations.NullMarked;
