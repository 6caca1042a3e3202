/** Screens folders of films into a table, one film after another, without a running box. */
@NullMarked
package org.mococxr.appliance.batch;

import org.jspecify.annotations.NullMarked;
