/**
 * Applies, undoes and plans the migrations of a PostgreSQL database.
 *
 * <p>Start from {@link dev.nof1.schema.Migrations}. What it takes: {@link dev.nof1.schema.Target},
 * {@link dev.nof1.schema.repository.MigrationSource}, {@link
 * dev.nof1.schema.repository.ScriptSettings}, {@link dev.nof1.schema.MigrationListener}. What it
 * gives: {@link dev.nof1.schema.Status}, {@link dev.nof1.schema.Plan}, {@link
 * dev.nof1.schema.Report}, {@link dev.nof1.schema.Records}, {@link dev.nof1.schema.Verification}.
 * What it throws: {@link dev.nof1.schema.error.SchemaException}. The other classes here are the
 * engine: Planner decides, Preflight checks, Migrator and StepRun do, Retry and Watch wait, Failure
 * and Progress find the words.
 */
@NullMarked
package dev.nof1.schema;

import org.jspecify.annotations.NullMarked;
