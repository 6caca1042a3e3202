/** Tests of this package. */
@NullMarked
package org.mococxr.appliance.web.films;

import org.jspecify.annotations.NullMarked;
