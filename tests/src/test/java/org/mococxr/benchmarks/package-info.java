/** Programs that measure and print. Nothing here asserts a speed: a busy machine must not fail a build. */
@NullMarked
package org.mococxr.benchmarks;

import org.jspecify.annotations.NullMarked;
