/** Draws random views of prepared films: turned, cropped, brightened, blurred, as the presets say and as chance decides. */
@NullMarked
package org.mococxr.augmentation;

import org.jspecify.annotations.NullMarked;
