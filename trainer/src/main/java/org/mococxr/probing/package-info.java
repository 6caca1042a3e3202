/** Asks what the embeddings of a frozen backbone are worth: a linear probe, nearest neighbours. */
@NullMarked
package org.mococxr.probing;

import org.jspecify.annotations.NullMarked;
