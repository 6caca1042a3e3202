/**
 * Says how well scores agree with what is known about films: AUROC, bootstrap intervals clustered by patient, operating points,
 * temperature calibration.
 *
 * <p>One finding at a time. Films of one patient are never treated as independent: every interval resamples patients. Chance comes
 * from a seed the caller gives, so a figure can be recomputed to the digit.
 */
@NullMarked
package org.mococxr.evaluation;

import org.jspecify.annotations.NullMarked;
