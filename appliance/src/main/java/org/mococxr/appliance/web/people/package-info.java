/** Lets people in and keeps the list of them: accounts, sessions, tokens, audit. */
@NullMarked
package org.mococxr.appliance.web.people;

import org.jspecify.annotations.NullMarked;
