/** Shows the models of the box to people and programs, exchanges them, and runs them for programs. */
@NullMarked
package org.mococxr.appliance.web.models;

import org.jspecify.annotations.NullMarked;
