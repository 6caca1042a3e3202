/** Follows films through every program of ours, from the lab to the PACS. */
@NullMarked
package org.mococxr.journeys;

import org.jspecify.annotations.NullMarked;
