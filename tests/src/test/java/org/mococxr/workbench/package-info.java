/** Starts our programs as a person would, each in a process of its own, and waits for what they do. */
@NullMarked
package org.mococxr.workbench;

import org.jspecify.annotations.NullMarked;
