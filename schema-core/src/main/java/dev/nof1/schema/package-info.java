/**
 * Applies, undoes and plans the migrations of a PostgreSQL database.
 *
 * <p>Start from {@link dev.nof1.schema.Migrations}. What it takes: {@link
 * dev.nof1.schema.plan.Target}, {@link dev.nof1.schema.repository.MigrationSource}, {@link
 * dev.nof1.schema.repository.ScriptSettings}, {@link dev.nof1.schema.event.MigrationListener}. What
 * it gives: {@link dev.nof1.schema.plan.Status}, {@link dev.nof1.schema.plan.Plan}, {@link
 * dev.nof1.schema.RunResult}, {@link dev.nof1.schema.records.Records}, {@link
 * dev.nof1.schema.records.Verification}. What it throws: {@link
 * dev.nof1.schema.error.SchemaException}.
 */
@NullMarked
package dev.nof1.schema;

import org.jspecify.annotations.NullMarked;
