/** Holds what the pages and the programming interface are about, and where this box is found. */
@NullMarked
package org.mococxr.appliance.web.box;

import org.jspecify.annotations.NullMarked;
