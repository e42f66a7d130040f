package dev.nof1.schema.plan;

import dev.nof1.schema.error.FileTrouble;
import dev.nof1.schema.error.RepositoryException;
import dev.nof1.schema.repository.Script;
import dev.nof1.schema.repository.ScriptSettings;
import dev.nof1.schema.sql.SqlProblemException;
import dev.nof1.schema.sql.SqlReader;
import dev.nof1.schema.sql.SqlStatement;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** Statements that a plan would send, for somebody to look at: variables keep their names. */
public final class PlannedStatements {
  private PlannedStatements() {}

  /**
   * Reads the statements of a plan; connects to nothing.
   *
   * @param plan names the steps
   * @param scripts all of the repository, as they are now
   * @param settings how scripts are run
   * @param each receives each statement, in order
   * @throws RepositoryException if a script cannot be read
   */
  public static void read(
      Plan plan,
      List<Script> scripts,
      ScriptSettings settings,
      BiConsumer<Step, SqlStatement> each) {
    Map<BigDecimal, Script> byId = new TreeMap<>();
    scripts.forEach(script -> byId.put(script.migration().id(), script));
    for (Step step : plan.steps()) {
      // The plan's own texts were held for its check only.
      Script now = byId.getOrDefault(step.migration().id(), step.script());
      Script script = now.with(settings.withoutValues());
      try (SqlReader reader = script.open(step.direction())) {
        for (SqlStatement s = reader.next(); s != null; s = reader.next()) {
          each.accept(step, s);
        }
      } catch (IOException | SqlProblemException e) {
        throw new RepositoryException(
            "The script %s cannot be read: %s.".formatted(script.location(), FileTrouble.reason(e)),
            e);
      }
    }
  }
}
