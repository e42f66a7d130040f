/**
 * Decides what is to be done: where a database stands, the steps to a target in their order, each
 * bound to its script and checked before anything runs.
 */
@NullMarked
package dev.nof1.schema.plan;

import org.jspecify.annotations.NullMarked;
