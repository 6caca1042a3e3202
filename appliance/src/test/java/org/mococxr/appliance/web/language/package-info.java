/** Tests of this package. */
@NullMarked
package org.mococxr.appliance.web.language;

import org.jspecify.annotations.NullMarked;
