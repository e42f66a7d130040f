/**
 * Data sources of applications under test, switched to the database of each class or test that has
 * {@link dev.nof1.schema.junit.MigratedDatabase}.
 */
@NullMarked
package dev.nof1.schema.spring.test;

import org.jspecify.annotations.NullMarked;
