/** The program {@code cxr-lab}: makes film lists, pretrains, fine-tunes, evaluates. One class per command. */
@NullMarked
package org.mococxr.lab;

import org.jspecify.annotations.NullMarked;
