/** Starts and stops the box: the {@code cxr-box} program with its subcommands. */
@NullMarked
package org.mococxr.appliance;

import org.jspecify.annotations.NullMarked;
