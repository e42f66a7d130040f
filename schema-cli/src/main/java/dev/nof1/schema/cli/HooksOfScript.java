package dev.nof1.schema.cli;

import dev.nof1.schema.OfflineMigrations;
import dev.nof1.schema.Step;
import dev.nof1.schema.hook.ScriptHooks;
import dev.nof1.schema.repository.Direction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * The hooks around the migrations that {@code script} writes; what they print becomes part of it,
 * as in the stock tool.
 */
final class HooksOfScript implements OfflineMigrations.Around {
  private final ScriptHooks hooks;
  private final Direction direction;

  private HooksOfScript(ScriptHooks hooks, Direction direction) {
    this.hooks = hooks;
    this.direction = direction;
  }

  static OfflineMigrations.Around of(Workspace workspace, List<Step> steps, Appendable out) {
    if (steps.isEmpty()) {
      return new OfflineMigrations.Around() {};
    }
    ScriptHooks hooks = workspace.hooks(line -> append(out, line)).forScript();
    return new HooksOfScript(hooks, steps.get(0).direction());
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

  private static void append(Appendable out, String line) {
    try {
      out.append(line).append('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
