/** Tests of this package. */
@NullMarked
package org.mococxr.appliance.language;

import org.jspecify.annotations.NullMarked;
