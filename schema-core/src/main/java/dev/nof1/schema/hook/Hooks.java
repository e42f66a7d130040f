package dev.nof1.schema.hook;

import org.apache.ibatis.migration.hook.MigrationHook;
import org.jspecify.annotations.Nullable;

/**
 * Hooks that run around migrations.
 *
 * @param up around those that are applied; null for nothing
 * @param down around those that are undone; null for nothing
 */
public record Hooks(@Nullable MigrationHook up, @Nullable MigrationHook down) {

  /** No hooks. */
  public static final Hooks NONE = new Hooks(null, null);
}
