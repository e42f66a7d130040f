/**
 * Runs a plan on a connection that holds the lock: each step in a transaction, statement by
 * statement, or all steps together.
 */
@NullMarked
package dev.nof1.schema.run;

import org.jspecify.annotations.NullMarked;
