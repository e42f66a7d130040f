/**
 * Environment files, read and with their variables filled in: which database, under which name and
 * password, and how its scripts are to be read.
 *
 * <p>It is a package of its own because this is where secrets come in. They leave only through
 * {@link dev.nof1.schema.environment.ConnectionSettings}; no message and no {@code toString} made
 * here contains one.
 */
@NullMarked
package dev.nof1.schema.environment;

import org.jspecify.annotations.NullMarked;
