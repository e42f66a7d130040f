/**
 * Processes: PostgreSQL's programs, the user they run as, a postmaster with the watchdog that ends
 * it, and what a running one leaves in its files.
 *
 * <p>Internal: {@code dev.nof1.schema.postgres} is what others use.
 */
@NullMarked
package dev.nof1.schema.postgres.process;

import org.jspecify.annotations.NullMarked;
