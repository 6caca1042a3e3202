@NullMarked
package org.mococxr.appliance.replay;

import org.jspecify.annotations.NullMarked;
