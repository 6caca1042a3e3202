/** Writes HTML in which every value is escaped: names and ids in films are hostile input. */
@NullMarked
package org.mococxr.appliance.web.html;

import org.jspecify.annotations.NullMarked;
