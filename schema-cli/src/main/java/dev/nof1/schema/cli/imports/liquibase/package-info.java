/** Reader of Liquibase's formatted SQL, of the SQL that it writes, and of its change log table. */
@NullMarked
package dev.nof1.schema.cli.imports.liquibase;

import org.jspecify.annotations.NullMarked;
