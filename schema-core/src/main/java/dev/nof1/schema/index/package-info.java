/**
 * Indexes that were built outside a transaction, and what a build that failed leaves behind: one
 * that is there but not valid.
 */
@NullMarked
package dev.nof1.schema.index;

import org.jspecify.annotations.NullMarked;
