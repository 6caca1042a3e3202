/** Reads and makes film lists: which films there are, whose they are, what is known about each, and which split they serve. */
@NullMarked
package org.mococxr.filmlist;

import org.jspecify.annotations.NullMarked;
