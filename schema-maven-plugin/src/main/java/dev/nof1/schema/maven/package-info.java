/**
 * Goals of a Maven build: the commands of schema-cli, and a migrated database for other plugins.
 */
@NullMarked
package dev.nof1.schema.maven;

import org.jspecify.annotations.NullMarked;
