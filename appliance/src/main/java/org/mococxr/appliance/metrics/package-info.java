/** Counts and times what the box does, for a monitoring system to fetch. Numbers only: nothing here identifies a person. */
@NullMarked
package org.mococxr.appliance.metrics;

import org.jspecify.annotations.NullMarked;
