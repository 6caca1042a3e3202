/** Tests of this package. */
@NullMarked
package org.mococxr.appliance.web.uploads;

import org.jspecify.annotations.NullMarked;
