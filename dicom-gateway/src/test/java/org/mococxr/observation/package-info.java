/** Tests of this package. */
@NullMarked
package org.mococxr.observation;

import org.jspecify.annotations.NullMarked;
