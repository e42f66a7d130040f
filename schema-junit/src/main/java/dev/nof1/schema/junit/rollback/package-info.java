/**
 * One session that looks like several connections and is rolled back in the end, whatever the code
 * under test commits.
 */
@NullMarked
package dev.nof1.schema.junit.rollback;

import org.jspecify.annotations.NullMarked;
