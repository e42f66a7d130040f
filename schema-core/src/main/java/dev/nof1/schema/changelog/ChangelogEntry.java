package dev.nof1.schema.changelog;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A row of the changelog.
 *
 * @param id the migration that was applied
 * @param appliedAt when, as the table has it: {@code yyyy-MM-dd HH:mm:ss} without a zone
 * @param description what it does, in words
 */
public record ChangelogEntry(
    BigDecimal id, @Nullable String appliedAt, @Nullable String description) {}
