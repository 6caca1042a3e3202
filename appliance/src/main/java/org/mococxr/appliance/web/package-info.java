/**
 * Shows films and their results in a browser and to programs, live, and takes films by upload.
 *
 * <p>This package puts the server together. Each subject has a package with its pages and its part of the programming
 * interface: {@code films}, {@code uploads}, {@code models}, {@code people}, {@code system}. They stand on {@code frame} (what
 * every page has), {@code door} (who may ask for what), {@code box} (what is shown), {@code language}, {@code html} and
 * {@code ports}, and do not know each other.
 *
 * <p>Pages are rendered here on the server through {@link org.mococxr.appliance.web.html.Html}, which escapes every value: names
 * and ids in films are hostile input. There is no inline script or style, no request leaves the box, and films are known by
 * opaque references only.
 */
@NullMarked
package org.mococxr.appliance.web;

import org.jspecify.annotations.NullMarked;
