/** Tests of this package. */
@NullMarked
package org.mococxr.appliance.delivery;

import org.jspecify.annotations.NullMarked;
