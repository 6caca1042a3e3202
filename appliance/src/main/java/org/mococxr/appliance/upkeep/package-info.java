/** Does what a box has to do now and then, without anybody asking. */
@NullMarked
package org.mococxr.appliance.upkeep;

import org.jspecify.annotations.NullMarked;
