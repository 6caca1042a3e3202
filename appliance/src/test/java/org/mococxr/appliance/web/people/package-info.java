/** Tests of this package. */
@NullMarked
package org.mococxr.appliance.web.people;

import org.jspecify.annotations.NullMarked;
