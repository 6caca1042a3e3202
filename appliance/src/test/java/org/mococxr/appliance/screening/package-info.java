/** Tests of this package. */
@NullMarked
package org.mococxr.appliance.screening;

import org.jspecify.annotations.NullMarked;
