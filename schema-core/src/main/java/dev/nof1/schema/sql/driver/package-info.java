/**
 * Sends statements through PostgreSQL's JDBC driver, makes a session's settings what scripts rely
 * on, and understands what the server answers.
 */
@NullMarked
package dev.nof1.schema.sql.driver;

import org.jspecify.annotations.NullMarked;
