/** Reader of Flyway's migrations and of its schema history table. */
@NullMarked
package dev.nof1.schema.cli.imports.flyway;

import org.jspecify.annotations.NullMarked;
