/**
 * Knows who may use the box and what they did: people with roles, their sessions, tokens for programs, and the audit.
 *
 * <p>Everything lies in one SQLite file of its own, so that {@code cxr-box user} can change it while the box runs; nothing is
 * kept in memory. Secrets are stored as hashes only: passwords as Argon2id, session and program tokens as SHA-256 of 32 random
 * bytes (a slow hash would add nothing to 256 random bits).
 */
@NullMarked
package org.mococxr.appliance.people;

import org.jspecify.annotations.NullMarked;
