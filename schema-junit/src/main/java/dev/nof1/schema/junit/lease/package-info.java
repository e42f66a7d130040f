/**
 * A database lent to a test class or a test: its configuration, the server of the JVM, templates
 * and seeds, and what comes back.
 */
@NullMarked
package dev.nof1.schema.junit.lease;

import org.jspecify.annotations.NullMarked;
