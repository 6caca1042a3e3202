/**
 * Chance that needs no memory: every random number is a function of the run's seed, what it is for, and where in the run it falls.
 *
 * <p>So a run resumed in the middle, or loaded by another number of threads, draws exactly what the uninterrupted run would have
 * drawn, and nothing about chance has to be kept in a checkpoint.
 */
@NullMarked
package org.mococxr.chance;

import org.jspecify.annotations.NullMarked;
