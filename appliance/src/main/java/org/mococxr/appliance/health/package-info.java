/** Tells in words whether the box can do its work, and what a person has to do where it cannot. */
@NullMarked
package org.mococxr.appliance.health;

import org.jspecify.annotations.NullMarked;
