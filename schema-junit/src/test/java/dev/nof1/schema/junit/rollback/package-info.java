/** Tests of sessions that are rolled back. */
@NullMarked
package dev.nof1.schema.junit.rollback;

import org.jspecify.annotations.NullMarked;
