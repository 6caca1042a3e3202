/**
 * Draws what every page has: who looks and in which language, the bar, the navigation, words for results, and an error as
 * a page.
 */
@NullMarked
package org.mococxr.appliance.web.frame;

import org.jspecify.annotations.NullMarked;
