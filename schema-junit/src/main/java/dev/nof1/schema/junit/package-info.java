/**
 * A migrated PostgreSQL database for every test class that asks for one: annotations, the
 * extension, and who a database belongs to.
 */
@NullMarked
package dev.nof1.schema.junit;

import org.jspecify.annotations.NullMarked;
