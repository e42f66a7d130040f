/** Migrations of a Spring Boot application: applied at its start, and shown by its actuator. */
@NullMarked
package dev.nof1.schema.spring;

import org.jspecify.annotations.NullMarked;
