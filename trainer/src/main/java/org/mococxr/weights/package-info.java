/** Says where a network's tensors start: at random, from public weights, or from an earlier run, with every tensor accounted for. */
@NullMarked
package org.mococxr.weights;

import org.jspecify.annotations.NullMarked;
