/** Brings reports to the configured peers: again and again until each has them, or says for good that it will not. */
@NullMarked
package org.mococxr.appliance.delivery;

import org.jspecify.annotations.NullMarked;
