@NullMarked
package org.mococxr.appliance.upkeep;

import org.jspecify.annotations.NullMarked;
