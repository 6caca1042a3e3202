/** Takes films in, by C-STORE, upload, zip and watched folder, so that what was acknowledged is on the disk and in the journal. */
@NullMarked
package org.mococxr.appliance.intake;

import org.jspecify.annotations.NullMarked;
