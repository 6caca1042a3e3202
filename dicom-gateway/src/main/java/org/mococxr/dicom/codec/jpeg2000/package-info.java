/**
 * Decodes one-component JPEG 2000 codestreams (ISO/IEC 15444-1, Part 1) in pure Java: both wavelets, tiles and tile-parts, layers,
 * precincts, every progression order and code-block style, region of interest.
 *
 * <p>Written from the standard; its clauses are named as T.800. What a stream declares is checked against the bytes that are
 * there before anything is allocated for it. Every packet must be present and every byte must belong to one: that is the only
 * check the format offers against silently wrong pixels.
 */
@NullMarked
package org.mococxr.dicom.codec.jpeg2000;

import org.jspecify.annotations.NullMarked;
