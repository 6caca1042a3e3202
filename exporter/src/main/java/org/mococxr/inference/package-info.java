/**
 * Runs a model on prepared films with ONNX Runtime, and reports truthfully which processor did the work.
 */
@NullMarked
package org.mococxr.inference;

import org.jspecify.annotations.NullMarked;
