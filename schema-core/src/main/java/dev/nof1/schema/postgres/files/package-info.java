/**
 * Files as PostgreSQL servers need them: archives unpacked, folders with their owners and modes,
 * locks, and secrets. Knows nothing of servers.
 *
 * <p>Internal: {@code dev.nof1.schema.postgres} is what others use.
 */
@NullMarked
package dev.nof1.schema.postgres.files;

import org.jspecify.annotations.NullMarked;
