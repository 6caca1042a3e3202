/**
 * Says what is found in a film's file or of a peer: one of a closed list of texts, with its values. It is written in English; a program that speaks to
 * people of other languages has a text of its own for each.
 */
@NullMarked
package org.mococxr.observation;

import org.jspecify.annotations.NullMarked;
