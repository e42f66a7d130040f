/** Tests of the migration contract. */
@NullMarked
package dev.nof1.schema.junit.contract;

import org.jspecify.annotations.NullMarked;
