/**
 * The server of a JVM's tests: which one the configuration parameters ask for, its start, and what
 * tests change in it.
 */
@NullMarked
package dev.nof1.schema.junit.server;

import org.jspecify.annotations.NullMarked;
