package dev.nof1.schema.hook;

import dev.nof1.schema.repository.Direction;
import dev.nof1.schema.repository.Migration;
import dev.nof1.schema.repository.ScriptSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.ibatis.migration.Change;
import org.apache.ibatis.migration.hook.HookContext;
import org.apache.ibatis.migration.hook.MigrationHook;
import org.jspecify.annotations.Nullable;

/**
 * Runs hooks on the connection that migrates: in the transaction that is open, or, where none is,
 * in one of their own. Belongs to one run; not safe for use by several threads.
 */
public final class HookRunner {
  private final Connection connection;
  private final Hooks hooks;
  private final ScriptSettings settings;
  private final Consumer<String> notices;

  /**
   * Bindings of engine scripts, which last until the last hook of the same direction, as in
   * MyBatis.
   */
  private final Map<Direction, Map<String, Object>> bindings = new EnumMap<>(Direction.class);

  /**
   * Begins a run.
   *
   * @param connection the one that migrates
   * @param hooks what to run
   * @param settings what ends a statement of a hook's SQL, and the zone that it runs in
   * @param notices receives the server's notices
   */
  public HookRunner(
      Connection connection, Hooks hooks, ScriptSettings settings, Consumer<String> notices) {
    this.connection = connection;
    this.hooks = hooks;
    this.settings = settings;
    this.notices = notices;
  }

  /**
   * Checks whether the direction has a hook.
   *
   * @param direction which way the migrations go
   * @return false if all methods here do nothing
   */
  public boolean any(Direction direction) {
    return hook(direction) != null;
  }

  /**
   * Runs what goes before the first migration.
   *
   * @param direction which way the migrations go
   * @throws HookException if it failed; a transaction of its own is rolled back
   */
  public void before(Direction direction) throws HookException {
    bindings.remove(direction);
    run("before", direction, null, MigrationHook::before);
  }

  /**
   * Runs what goes before each migration.
   *
   * @param direction which way it goes
   * @param migration which
   * @throws HookException if it failed; a transaction of its own is rolled back
   */
  public void beforeEach(Direction direction, Migration migration) throws HookException {
    run("before_each", direction, change(migration, null), MigrationHook::beforeEach);
  }

  /**
   * Runs what goes after each migration.
   *
   * @param direction which way it went
   * @param migration which
   * @param appliedAt what the changelog says, or null
   * @throws HookException if it failed; a transaction of its own is rolled back
   */
  public void afterEach(Direction direction, Migration migration, @Nullable String appliedAt)
      throws HookException {
    run("after_each", direction, change(migration, appliedAt), MigrationHook::afterEach);
  }

  /**
   * Runs what goes after the last migration.
   *
   * @param direction which way the migrations went
   * @throws HookException if it failed; a transaction of its own is rolled back
   */
  public void after(Direction direction) throws HookException {
    run("after", direction, null, MigrationHook::after);
  }

  private @Nullable MigrationHook hook(Direction direction) {
    return direction == Direction.UP ? hooks.up() : hooks.down();
  }

  private void run(
      String when,
      Direction direction,
      @Nullable Change change,
      BiConsumer<MigrationHook, Map<String, Object>> method)
      throws HookException {
    MigrationHook hook = hook(direction);
    if (hook == null) {
      return;
    }
    Map<String, Object> bound = bindings.computeIfAbsent(direction, d -> new HashMap<>());
    bound.put(
        MigrationHook.HOOK_CONTEXT,
        new HookContext(
            () -> HookConnection.within(connection),
            new HookScriptRunner(connection, settings, notices),
            change));
    try {
      inTransaction(() -> method.accept(hook, bound));
    } catch (RuntimeException | SQLException e) {
      throw new HookException(
          "hook_" + when + "_" + direction.name().toLowerCase(Locale.ROOT),
          HookProblem.of(hook.getClass().getName(), e));
    }
  }

  private void inTransaction(Runnable hook) throws SQLException {
    if (!connection.getAutoCommit()) {
      hook.run();
      return;
    }
    connection.setAutoCommit(false);
    boolean done = false;
    try {
      hook.run();
      connection.commit();
      done = true;
    } finally {
      leave(done);
    }
  }

  private void leave(boolean done) throws SQLException {
    try {
      if (!done) {
        connection.rollback();
      }
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      // Why the hook failed says more than that its connection broke.
      if (done) {
        throw e;
      }
    }
  }

  static Change change(Migration migration, @Nullable String appliedAt) {
    Change change = new Change(migration.id(), appliedAt, migration.description());
    change.setFilename(migration.fileName());
    return change;
  }
}
