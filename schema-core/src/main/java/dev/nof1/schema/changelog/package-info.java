/**
 * What a database remembers of its migrations, and who may change that: the changelog table and the
 * lock.
 */
@NullMarked
package dev.nof1.schema.changelog;

import org.jspecify.annotations.NullMarked;
