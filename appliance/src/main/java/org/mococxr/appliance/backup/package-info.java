/** Takes a copy of a whole box while it runs, and makes a box from such a copy, each byte checked by its digest. */
@NullMarked
package org.mococxr.appliance.backup;

import org.jspecify.annotations.NullMarked;
