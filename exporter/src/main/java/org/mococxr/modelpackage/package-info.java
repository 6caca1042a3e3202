/**
 * Makes, signs, reads and checks model packages ({@code .cxrmodel}): one file that holds a model, where it came from, how good it was on
 * which films, the thresholds that go with it, and films whose scores are known.
 *
 * <p>A package is a zip of stored entries in a fixed order without times: the same inputs give the same bytes. What is signed is {@code
 * manifest.json}, which names every other file by size and SHA-256. Reading takes the bytes once, and nothing in them is believed before
 * the signature over the manifest and the hashes in it have been checked.
 */
@NullMarked
package org.mococxr.modelpackage;

import org.jspecify.annotations.NullMarked;
