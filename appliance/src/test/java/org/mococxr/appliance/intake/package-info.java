/** Tests of this package. */
@NullMarked
package org.mococxr.appliance.intake;

import org.jspecify.annotations.NullMarked;
