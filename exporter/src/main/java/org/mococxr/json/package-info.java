/** Reads and writes our own JSON documents strictly: what is unknown, missing, doubled or of another type is refused by name. */
@NullMarked
package org.mococxr.json;

import org.jspecify.annotations.NullMarked;
