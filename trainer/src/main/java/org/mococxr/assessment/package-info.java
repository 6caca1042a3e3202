/**
 * Says how good predictions are and how sure one can be of it: figures beside AUROC, subgroups, comparisons of two models on the same
 * films, means over draws of training labels.
 */
@NullMarked
package org.mococxr.assessment;

import org.jspecify.annotations.NullMarked;
