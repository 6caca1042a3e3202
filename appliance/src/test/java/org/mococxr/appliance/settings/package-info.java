/** Tests of what a site may change. */
@NullMarked
package org.mococxr.appliance.settings;

import org.jspecify.annotations.NullMarked;
