/** Commands that apply and undo migrations, on one database or many, or write the SQL that does. */
@NullMarked
package dev.nof1.schema.cli.migrate;

import org.jspecify.annotations.NullMarked;
