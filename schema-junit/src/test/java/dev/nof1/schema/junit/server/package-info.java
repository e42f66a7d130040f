/** Tests of the server of a JVM, and of what tests change in it. */
@NullMarked
package dev.nof1.schema.junit.server;

import org.jspecify.annotations.NullMarked;
