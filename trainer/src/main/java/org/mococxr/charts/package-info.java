/** Draws line charts with intervals, as SVG for pages and as PNG for everything else, from one description. */
@NullMarked
package org.mococxr.charts;

import org.jspecify.annotations.NullMarked;
