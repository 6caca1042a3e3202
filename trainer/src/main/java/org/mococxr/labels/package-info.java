/**
 * Settles what labelled films teach: which labels are known, how much each film counts, and which patients a small share of the labels
 * comes from.
 */
@NullMarked
package org.mococxr.labels;

import org.jspecify.annotations.NullMarked;
