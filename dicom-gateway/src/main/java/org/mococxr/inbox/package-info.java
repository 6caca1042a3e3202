/**
 * Keeps every received object safe before anybody is told that it arrived.
 *
 * <p>The way of an object, whether it comes over the network, from a web page or from a folder: written to {@code tmp/} while its
 * SHA-256 is computed, its header read and compared with what was announced, the file forced to disk, renamed to its digest below
 * {@code objects/}, the directory forced to disk, the listener (the journal) asked to commit, and only then the sender told.
 * {@link org.mococxr.inbox.Inbox} is the whole of it; {@link org.mococxr.inbox.InboxListener} is what its user writes.
 */
@NullMarked
package org.mococxr.inbox;

import org.jspecify.annotations.NullMarked;
