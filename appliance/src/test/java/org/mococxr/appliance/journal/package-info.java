/** Tests the journal. */
@NullMarked
package org.mococxr.appliance.journal;

import org.jspecify.annotations.NullMarked;
