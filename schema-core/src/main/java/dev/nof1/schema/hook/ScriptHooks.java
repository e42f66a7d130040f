package dev.nof1.schema.hook;

import dev.nof1.schema.error.ConfigurationException;
import dev.nof1.schema.repository.Direction;
import dev.nof1.schema.repository.Migration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.ibatis.migration.Change;
import org.apache.ibatis.migration.hook.MigrationHook;
import org.apache.ibatis.migration.hook.ScriptHookContext;
import org.jspecify.annotations.Nullable;

/**
 * Hooks that run around the migrations that {@code script} writes down. Belongs to one command;
 * each method throws a {@link ConfigurationException} if the hook failed.
 */
public final class ScriptHooks {
  private final @Nullable MigrationHook hook;
  private final Map<String, Object> bindings = new HashMap<>();

  ScriptHooks(@Nullable MigrationHook hook) {
    this.hook = hook;
  }

  /**
   * Runs {@code hook_before_script}, before the first migration is written.
   *
   * @param direction which section of the scripts is written
   */
  public void before(Direction direction) {
    run("before", null, direction, MigrationHook::before);
  }

  /**
   * Runs {@code hook_before_each_script}.
   *
   * @param direction which section is written
   * @param migration which migration
   */
  public void beforeEach(Direction direction, Migration migration) {
    run("before_each", migration, direction, MigrationHook::beforeEach);
  }

  /**
   * Runs {@code hook_after_each_script}.
   *
   * @param direction which section was written
   * @param migration which migration
   */
  public void afterEach(Direction direction, Migration migration) {
    run("after_each", migration, direction, MigrationHook::afterEach);
  }

  /**
   * Runs {@code hook_after_script}, after the last migration is written.
   *
   * @param direction which section of the scripts was written
   */
  public void after(Direction direction) {
    run("after", null, direction, MigrationHook::after);
  }

  private void run(
      String when,
      @Nullable Migration migration,
      Direction direction,
      BiConsumer<MigrationHook, Map<String, Object>> method) {
    Change change = migration == null ? null : HookRunner.change(migration, null);
    bindings.put(
        MigrationHook.HOOK_CONTEXT, new ScriptHookContext(change, direction == Direction.DOWN));
    if (hook == null) {
      return;
    }
    try {
      method.accept(hook, bindings);
    } catch (RuntimeException e) {
      HookProblem problem = HookProblem.of("a hook", e);
      throw new ConfigurationException(
          "hook_%s_script failed at %s: %sThe script is not complete: do not run what is there of it. Fix the hook and try again."
              .formatted(when, problem.place(), problem.reason()),
          e);
    }
  }
}
