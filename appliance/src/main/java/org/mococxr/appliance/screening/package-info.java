/**
 * Turns one film into scores with decisions, a refusal with a reason, or a failure in words.
 *
 * <p>Knows nothing of where films come from and where results go.
 */
@NullMarked
package org.mococxr.appliance.screening;

import org.jspecify.annotations.NullMarked;
