/**
 * Judges from its pixels whether a picture is an upright frontal chest film with the right polarity, and whether a network has seen
 * anything like it: for films that come without a header to say so, and against headers that are wrong.
 *
 * <p>What kind of picture it is shows in its gross shape, so a linear head on edge directions of a 64-pixel thumbnail decides, before
 * the network runs. It does not use the network's embedding: fine-tuning for findings removes just what tells a side view from a front
 * view, the head would have to be fitted again for each backbone and each way its weights are stored, and it could not be explained.
 * Whether the film is unlike those the network learned from is asked of the embedding, after the network has run.
 */
@NullMarked
package org.mococxr.inputcheck;

import org.jspecify.annotations.NullMarked;
