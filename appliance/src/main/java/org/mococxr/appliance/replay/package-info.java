/** Computes past results again, from the stored bytes and the recorded model, and says whether they hold. */
@NullMarked
package org.mococxr.appliance.replay;

import org.jspecify.annotations.NullMarked;
