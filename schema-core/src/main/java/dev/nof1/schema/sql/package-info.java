/**
 * From script text to statements with places, and from a server's error back to a line of the
 * script.
 *
 * <p>It knows just enough SQL to find where a statement ends; everything else about SQL is asked of
 * the server.
 */
@NullMarked
package dev.nof1.schema.sql;

import org.jspecify.annotations.NullMarked;
