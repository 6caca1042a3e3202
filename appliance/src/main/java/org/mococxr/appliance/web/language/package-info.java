/** Says things in the languages of the pages; English is complete. */
@NullMarked
package org.mococxr.appliance.web.language;

import org.jspecify.annotations.NullMarked;
