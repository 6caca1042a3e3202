/** Tests people, sessions, tokens, audit. */
@NullMarked
package org.mococxr.appliance.people;

import org.jspecify.annotations.NullMarked;
