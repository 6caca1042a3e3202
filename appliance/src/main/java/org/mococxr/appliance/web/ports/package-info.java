/** Opens the doors of the web server: ports, encryption, certificate. */
@NullMarked
package org.mococxr.appliance.web.ports;

import org.jspecify.annotations.NullMarked;
