/**
 * Says things to people in their languages. What the box stores or throws for people to read is a {@link
 * org.mococxr.appliance.language.Sentence}; whoever shows it says it in the reader's language.
 */
@NullMarked
package org.mococxr.appliance.language;

import org.jspecify.annotations.NullMarked;
