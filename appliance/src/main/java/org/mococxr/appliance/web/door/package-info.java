/**
 * Decides who may ask for what, before any route sees the request: sessions, tokens, origins, rights; reads requests and
 * answers in the one shape of an error.
 */
@NullMarked
package org.mococxr.appliance.web.door;

import org.jspecify.annotations.NullMarked;
