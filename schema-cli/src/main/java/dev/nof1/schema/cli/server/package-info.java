/** Commands that start, stop and await servers, and create and drop databases. */
@NullMarked
package dev.nof1.schema.cli.server;

import org.jspecify.annotations.NullMarked;
