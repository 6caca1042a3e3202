/**
 * Decides whether a film may be scored, and says in words why not.
 *
 * <p>Headers are hints: a film is refused for what they say or leave out, never accepted against the pixels.
 */
@NullMarked
package org.mococxr.gate;

import org.jspecify.annotations.NullMarked;
