/** Keeps files and folders from everybody but their owner, where the disk knows owners. */
@NullMarked
package org.mococxr.secrecy;

import org.jspecify.annotations.NullMarked;
