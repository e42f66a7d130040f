package dev.nof1.schema.cli.migrate;

import dev.nof1.schema.OfflineMigrations;
import dev.nof1.schema.cli.workspace.Workspace;
import dev.nof1.schema.hook.ScriptHooks;
import dev.nof1.schema.plan.Step;
import dev.nof1.schema.repository.Direction;
import java.util.List;

/**
 * The hooks around the migrations that {@code script} writes. What they print goes to standard
 * error, as that of other hooks; the stock tool mixes it into the SQL, for psql to run.
 */
final class OfflineHooks implements OfflineMigrations.Around {
  private final ScriptHooks hooks;
  private final Direction direction;

  private OfflineHooks(ScriptHooks hooks, Direction direction) {
    this.hooks = hooks;
    this.direction = direction;
  }

  static OfflineMigrations.Around of(Workspace workspace, List<Step> steps) {
    if (steps.isEmpty()) {
      return new OfflineMigrations.Around() {};
    }
    return new OfflineHooks(workspace.hooks().forScript(), steps.get(0).direction());
  }

  @Override
  public void begun() {
    hooks.before(direction);
  }

  @Override
  public void before(Step step) {
    hooks.beforeEach(step.direction(), step.migration());
  }

  @Override
  public void after(Step step) {
    hooks.afterEach(step.direction(), step.migration());
  }

  @Override
  public void ending() {
    hooks.after(direction);
  }
}
