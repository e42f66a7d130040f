/**
 * What can go wrong, as one sealed family; every message says what, where, what stays true and what
 * to do next.
 */
@NullMarked
package dev.nof1.schema.error;

import org.jspecify.annotations.NullMarked;
