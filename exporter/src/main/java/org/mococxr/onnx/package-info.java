/**
 * Writes a trained network as an ONNX graph, and reads a foreign graph only as far as needed to refuse what we would not have written.
 *
 * <p>A graph takes prepared films ({@code films}, float32 [N,1,S,S], 0..1) and gives {@code probabilities} [N,F], {@code logits} [N,F],
 * {@code embedding} [N,D] and {@code cam} [N,F,h,w]. Nothing of the arithmetic behind film preparation lies outside it: normalisation,
 * the repeat to three channels, batch norms and calibration are all inside.
 */
@NullMarked
package org.mococxr.onnx;

import org.jspecify.annotations.NullMarked;
