/** Reads and writes checkpoints: safetensors files and the folders that hold a run. */
@NullMarked
package org.mococxr.checkpoint;

import org.jspecify.annotations.NullMarked;
