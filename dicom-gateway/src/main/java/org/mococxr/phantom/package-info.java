/**
 * Draws synthetic chest films, wraps them as valid DICOM objects, and fills whole folders with them, so that demo,
 * tests and trainer need no patient's film.
 *
 * <p>A phantom is a pure function of kind and seed: same seed, same pixels on every JVM. Kinds that share a seed share
 * the patient, the exposure and the marker; only the finding differs.
 */
@NullMarked
package org.mococxr.phantom;

import org.jspecify.annotations.NullMarked;
