/** Knows which language a reader chose, and how things are called and written in every language. */
@NullMarked
package org.mococxr.appliance.web.language;

import org.jspecify.annotations.NullMarked;
