package dev.nof1.schema.hook;

import dev.nof1.schema.error.ConfigurationException;
import java.util.HashMap;
import java.util.Map;
import org.apache.ibatis.migration.hook.MigrationHook;
import org.apache.ibatis.migration.hook.NewHookContext;
import org.jspecify.annotations.Nullable;

/** Hooks that run before and after a new script is written. Belongs to one command. */
public final class NewHooks {
  private final @Nullable MigrationHook hook;
  private final Map<String, Object> bindings = new HashMap<>();

  NewHooks(@Nullable MigrationHook hook) {
    this.hook = hook;
  }

  /**
   * Runs {@code hook_before_new}.
   *
   * @param description what the new migration does
   * @param fileName the file that will be written
   * @throws ConfigurationException if it failed; nothing was created
   */
  public void before(String description, String fileName) {
    bindings.put(MigrationHook.HOOK_CONTEXT, new NewHookContext(description, fileName));
    if (hook == null) {
      return;
    }
    try {
      hook.before(bindings);
    } catch (RuntimeException e) {
      throw failed("hook_before_new", e, "Nothing was created. Mend the hook and try again.");
    }
  }

  /**
   * Runs {@code hook_after_new}.
   *
   * @param description what the new migration does
   * @param fileName the file that was written
   * @throws ConfigurationException if it failed; the script stays
   */
  public void after(String description, String fileName) {
    bindings.put(MigrationHook.HOOK_CONTEXT, new NewHookContext(description, fileName));
    if (hook == null) {
      return;
    }
    try {
      hook.after(bindings);
    } catch (RuntimeException e) {
      throw failed(
          "hook_after_new",
          e,
          "The script %s is written. Fix the hook; what it was to do is for you to do this time."
              .formatted(fileName));
    }
  }

  private ConfigurationException failed(String name, RuntimeException e, String rest) {
    HookProblem problem = HookProblem.of("a hook", e);
    return new ConfigurationException(
        "%s failed at %s: %s%s".formatted(name, problem.place(), problem.reason(), rest), e);
  }
}
