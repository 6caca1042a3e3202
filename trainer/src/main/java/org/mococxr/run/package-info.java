/** Keeps a run going and its record straight: what it prints, its metrics file, when it saves, how it stops and how it goes on. */
@NullMarked
package org.mococxr.run;

import org.jspecify.annotations.NullMarked;
