/** Tests the box as a whole. */
@NullMarked
package org.mococxr.appliance;

import org.jspecify.annotations.NullMarked;
