/** Measures speed and memory and prints what it finds: {@code mvn -Pbenchmark test}. Nothing is asserted about speed. */
@NullMarked
package org.mococxr.benchmark;

import org.jspecify.annotations.NullMarked;
