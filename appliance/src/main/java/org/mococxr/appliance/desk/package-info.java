/** Works through the films that wait in the journal, each to its one end, and survives whatever a film does to it. */
@NullMarked
package org.mococxr.appliance.desk;

import org.jspecify.annotations.NullMarked;
