/**
 * Databases for tests: a template built once, and clones of it made before they are asked for.
 *
 * <p>What is true of a template is written in the server's catalog: it is ready when it is flagged
 * as a template and lets nobody in. Whatever else carries its name is rubbish of a builder that was
 * killed, dropped and built again.
 */
@NullMarked
package dev.nof1.schema.testdb;

import org.jspecify.annotations.NullMarked;
