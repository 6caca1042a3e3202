/** Tests of this package. */
@NullMarked
package org.mococxr.appliance.health;

import org.jspecify.annotations.NullMarked;
