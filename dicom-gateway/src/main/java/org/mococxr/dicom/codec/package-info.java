/**
 * Decodes single-frame monochrome pixels: uncompressed, RLE, JPEG (baseline, extended, lossless), JPEG-LS
 * and JPEG 2000, in pure Java.
 *
 * <p>Dimensions and precision in a stream must agree with the data set before anything is allocated, work is bounded by the
 * pixels the data set declares, and whatever is wrong with a stream ends in one
 * {@link org.mococxr.dicom.codec.PixelsUnreadableException}.
 */
@NullMarked
package org.mococxr.dicom.codec;

import org.jspecify.annotations.NullMarked;
