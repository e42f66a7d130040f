/** Repository, environment and database of one invocation. */
@NullMarked
package dev.nof1.schema.cli.workspace;

import org.jspecify.annotations.NullMarked;
