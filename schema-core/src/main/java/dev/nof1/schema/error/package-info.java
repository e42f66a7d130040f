/**
 * Exceptions of this project, as one sealed family; every message says what failed, where, what
 * stays true and what to do next.
 */
@NullMarked
package dev.nof1.schema.error;

import org.jspecify.annotations.NullMarked;
