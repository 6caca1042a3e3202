/**
 * Shows films and their results in a browser and to programs, live, and takes films by upload.
 *
 * <p>Pages are rendered here on the server through {@link org.mococxr.appliance.web.Html}, which escapes every value: names
 * and ids in films are hostile input. There is no inline script or style, no request leaves the box, and films are known by
 * opaque references only.
 */
@NullMarked
package org.mococxr.appliance.web;

import org.jspecify.annotations.NullMarked;
