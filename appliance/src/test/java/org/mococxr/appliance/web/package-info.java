/** Tests of this package. */
@NullMarked
package org.mococxr.appliance.web;

import org.jspecify.annotations.NullMarked;
