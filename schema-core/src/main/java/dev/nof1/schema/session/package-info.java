/**
 * Lends one connection for a piece of work: locked against other migrators, limited, watched, and
 * given back as it was; waits for locks and retries what did not get them.
 */
@NullMarked
package dev.nof1.schema.session;

import org.jspecify.annotations.NullMarked;
