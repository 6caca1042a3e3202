/**
 * Compares starts by what they are worth with few labels, as the MoCo-CXR paper does, and more strictly: shares of the labelled
 * patients, nested, in several draws that every start sees alike; linear heads and whole networks; the same number of steps everywhere,
 * nothing chosen by validation; differences with intervals on the same films.
 *
 * <p>A {@link org.mococxr.sweep.Trial} is one job with a file of its own, so trials can be stopped, taken up again and shared out.
 */
@NullMarked
package org.mococxr.sweep;

import org.jspecify.annotations.NullMarked;
