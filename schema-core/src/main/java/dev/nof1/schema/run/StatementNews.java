package dev.nof1.schema.run;

import dev.nof1.schema.event.MigrationListener;
import dev.nof1.schema.plan.Step;
import dev.nof1.schema.repository.ScriptSettings;
import dev.nof1.schema.sql.SqlProblemException;
import dev.nof1.schema.sql.SqlReader;
import dev.nof1.schema.sql.SqlStatement;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reports each statement to the listener, as it stands in the script. What was sent has the values
 * of variables in it, which cannot be taken out again for sure; so the script is read a second
 * time, beside the first, without filling them in.
 */
public final class StatementNews implements AutoCloseable {
  private final MigrationListener listener;
  private final Map<String, String> variables;
  private final Step step;
  private final @Nullable SqlReader unfilled;
  private boolean lost;
  private SqlStatement shown = new SqlStatement("", 1, 1, List.of());
  private long began;

  private StatementNews(RunContext run, Step step, @Nullable SqlReader unfilled) {
    this.listener = run.listener;
    this.variables = run.settings.variables();
    this.step = step;
    this.unfilled = unfilled;
  }

  static StatementNews of(RunContext run, Step step) throws IOException {
    return new StatementNews(
        run,
        step,
        run.listener.hearsStatements()
            ? step.script().with(unfilled(run.settings)).open(step.direction())
            : null);
  }

  /**
   * Leaves the names of variables in the place of their values, but for that of the changelog.
   *
   * @param settings how scripts are run
   * @return how they are shown
   */
  public static ScriptSettings unfilled(ScriptSettings settings) {
    Map<String, String> shown = new HashMap<>(settings.variables());
    shown.keySet().retainAll(Set.of("changelog"));
    return settings.withVariables(shown);
  }

  /** A statement is the next. */
  void begins(SqlStatement s) {
    began = System.nanoTime();
    if (!listener.hearsStatements()) {
      return;
    }
    SqlStatement next = next();
    // A value with a semicolon in it makes other statements of the same text.
    if (next == null || !filled(next.text()).equals(s.text())) {
      lost = true;
      next = new SqlStatement("", s.line(), s.column(), List.of());
    }
    shown = next;
  }

  private String filled(String text) {
    String filled = text;
    for (Map.Entry<String, String> variable : variables.entrySet()) {
      filled = filled.replace("${" + variable.getKey() + "}", variable.getValue());
    }
    return filled;
  }

  /** Reports that the statement has run. */
  void done() {
    if (listener.hearsStatements()) {
      listener.statement(step, shown, Duration.ofNanos(System.nanoTime() - began));
    }
  }

  private @Nullable SqlStatement next() {
    try {
      return unfilled == null || lost ? null : unfilled.next();
    } catch (IOException | SqlProblemException e) {
      return null;
    }
  }

  @Override
  public void close() throws IOException {
    if (unfilled != null) {
      unfilled.close();
    }
  }
}
