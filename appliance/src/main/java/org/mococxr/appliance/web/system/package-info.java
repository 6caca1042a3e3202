/** Shows how the box is and how it is set up: dashboard, peers, system, settings, first steps, metrics. */
@NullMarked
package org.mococxr.appliance.web.system;

import org.jspecify.annotations.NullMarked;
