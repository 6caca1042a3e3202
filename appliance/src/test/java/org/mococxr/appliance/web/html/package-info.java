/** Tests of this package. */
@NullMarked
package org.mococxr.appliance.web.html;

import org.jspecify.annotations.NullMarked;
