/** Tests of what a database is made of, and of its way back. */
@NullMarked
package dev.nof1.schema.junit.lease;

import org.jspecify.annotations.NullMarked;
