/** Keeps what a site may change while its box runs, and says what holds now. */
@NullMarked
package org.mococxr.appliance.settings;

import org.jspecify.annotations.NullMarked;
