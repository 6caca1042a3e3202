/** Writes files that survive a power cut. */
@NullMarked
package org.mococxr.appliance.durable;

import org.jspecify.annotations.NullMarked;
