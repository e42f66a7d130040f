package dev.nof1.schema.hook;

import dev.nof1.schema.error.ConfigurationException;
import dev.nof1.schema.repository.RepositoryPaths;
import dev.nof1.schema.repository.ScriptSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.script.ScriptEngineManager;
import org.apache.ibatis.migration.hook.FileMigrationHook;
import org.apache.ibatis.migration.hook.HookScript;
import org.apache.ibatis.migration.hook.MigrationHook;
import org.jspecify.annotations.Nullable;

/**
 * The hooks that an environment file names, such as {@code hook_before_up=SQL:grants.sql:role=app}:
 * a language, a file in the repository's {@code hooks/}, and values for it (<a
 * href="https://mybatis.org/migrations/hooks.html">MyBatis: Hooks</a>).
 *
 * <p>Files and languages are looked for when hooks are asked for, so that nothing is run where one
 * is missing. Immutable.
 *
 * @param keys MyBatis's keys and their values
 * @param paths where the files are, and what scripts of an engine receive as paths
 * @param settings how the files are read; the variables they see
 * @param classLoader where languages are looked for
 * @param output receives each line that a hook prints
 */
public record HookFiles(
    Map<String, String> keys,
    RepositoryPaths paths,
    ScriptSettings settings,
    ClassLoader classLoader,
    Consumer<String> output) {

  /**
   * The hooks of {@code up}, {@code down} and the commands made of them.
   *
   * @return the hooks
   * @throws ConfigurationException if a file or a language is missing; nothing was run
   */
  public Hooks forMigrations() {
    return new Hooks(hook("up"), hook("down"));
  }

  /**
   * The hooks of {@code new}.
   *
   * @return they do nothing where no key names one
   * @throws ConfigurationException if a file or a language is missing, or one is SQL: {@code new}
   *     has no database
   */
  public NewHooks forNew() {
    refuseSql("new");
    return new NewHooks(hook("new"));
  }

  /**
   * The hooks of {@code script}.
   *
   * @return they do nothing where no key names one
   * @throws ConfigurationException if a file or a language is missing, or one is SQL: {@code
   *     script} has no database
   */
  public ScriptHooks forScript() {
    refuseSql("script");
    return new ScriptHooks(hook("script"));
  }

  private @Nullable MigrationHook hook(String command) {
    if (Stream.of("before", "before_each", "after_each", "after")
        .noneMatch(when -> keys.containsKey(key(when, command)))) {
      return null;
    }
    return new FileMigrationHook(
        script(key("before", command)),
        script(key("before_each", command)),
        script(key("after_each", command)),
        script(key("after", command)));
  }

  private static String key(String when, String command) {
    return "hook_" + when + "_" + command;
  }

  private @Nullable HookScript script(String key) {
    String value = keys.get(key);
    if (value == null || value.isBlank()) {
      return null;
    }
    List<String> parts = Arrays.asList(value.split(":"));
    if (parts.size() < 2) {
      throw new ConfigurationException(
          "%s names no file: it must be a language and a file in %s, such as SQL:grants.sql. Nothing was run."
              .formatted(key, paths.hooks()));
    }
    Path file = paths.hooks().resolve(parts.get(1));
    if (!Files.isRegularFile(file)) {
      throw new ConfigurationException(
          "%s names the file %s, which is not there. Nothing was run. Create it, correct the key, or name the folder of the hooks with --hookpath."
              .formatted(key, file));
    }
    List<String> options = parts.subList(2, parts.size());
    if (isSql(value)) {
      return new SqlHook(file, options, settings);
    }
    refuseUnknown(parts.get(0), key);
    return new EngineHook(parts.get(0), file, options, this);
  }

  private static boolean isSql(String value) {
    return value.split(":")[0].equalsIgnoreCase("sql");
  }

  private void refuseSql(String command) {
    keys.forEach(
        (key, value) -> {
          if (key.endsWith("_" + command) && !value.isBlank() && isSql(value)) {
            throw new ConfigurationException(
                "%s is SQL, but '%s' has no database to run it on. Nothing was run. Write the hook in another language, or remove the key."
                    .formatted(key, command));
          }
        });
  }

  private void refuseUnknown(String language, String key) {
    if (new ScriptEngineManager(classLoader).getEngineByName(language) == null) {
      throw new ConfigurationException(
          "%s is written in '%s', but no script engine of this name is there. Nothing was run. Put the engine's jars (JSR-223, such as nashorn-core and asm for js, groovy-jsr223 and groovy) into %s, or name their folder with --driverpath."
              .formatted(key, language, paths.drivers()));
    }
  }

  /** Shows the keys without their values: any value may be a secret. */
  @Override
  public String toString() {
    return "HookFiles[" + keys.keySet() + ", " + paths.hooks() + "]";
  }
}
