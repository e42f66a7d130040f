/** A migrated PostgreSQL database for every test class that asks for one. */
@NullMarked
package dev.nof1.schema.junit;

import org.jspecify.annotations.NullMarked;
