/** Tests of this package. */
@NullMarked
package org.mococxr.appliance.desk;

import org.jspecify.annotations.NullMarked;
