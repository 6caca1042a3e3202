/** Describes each backbone once; training text, ONNX graph, parameter names and shapes all come from that description. */
@NullMarked
package org.mococxr.network;

import org.jspecify.annotations.NullMarked;
