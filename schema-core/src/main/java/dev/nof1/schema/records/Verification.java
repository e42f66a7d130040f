package dev.nof1.schema.records;

import dev.nof1.schema.error.RepositoryException;
import dev.nof1.schema.plan.Preflight;
import dev.nof1.schema.plan.SquashedOrder;
import dev.nof1.schema.plan.Step;
import dev.nof1.schema.repository.Direction;
import dev.nof1.schema.repository.Finding;
import dev.nof1.schema.repository.Inspection;
import dev.nof1.schema.repository.MigrationSource;
import dev.nof1.schema.repository.NearDirectives;
import dev.nof1.schema.repository.Script;
import dev.nof1.schema.repository.ScriptDirectives;
import dev.nof1.schema.repository.ScriptSettings;
import java.util.ArrayList;
import java.util.List;

/**
 * Faults of a repository, or of a database's records of it.
 *
 * @param faults what has to be fixed
 * @param notes what could not be compared, or is only worth knowing
 */
public record Verification(List<Finding> faults, List<String> notes) {

  /**
   * Keeps copies.
   *
   * @param faults what has to be fixed
   * @param notes what is worth knowing
   */
  public Verification {
    faults = List.copyOf(faults);
    notes = List.copyOf(notes);
  }

  /**
   * Reads every script to its end: names, duplicates, markers, both sections. Needs no database.
   *
   * @param source where the scripts are
   * @param settings how they are read
   * @return what is wrong with them
   * @throws RepositoryException if the scripts cannot be listed
   */
  public static Verification ofScripts(MigrationSource source, ScriptSettings settings) {
    Inspection inspection = source.inspect(settings);
    List<Finding> faults = new ArrayList<>(inspection.findings());
    for (Script script : inspection.scripts()) {
      check(script, faults);
    }
    SquashedOrder.check(inspection.scripts(), faults);
    return new Verification(faults, List.of());
  }

  private static void check(Script script, List<Finding> faults) {
    ScriptDirectives directives;
    try {
      directives = script.directives();
    } catch (RepositoryException e) {
      faults.add(new Finding(Finding.Rule.MARKER, script.location(), e.finding()));
      return;
    }
    faults.addAll(NearDirectives.in(script));
    check(script, Direction.UP, Finding.Rule.STATEMENT, faults);
    if (directives.irreversible().isEmpty()) {
      check(script, Direction.DOWN, Finding.Rule.UNDO, faults);
    }
  }

  private static void check(
      Script script, Direction direction, Finding.Rule rule, List<Finding> faults) {
    try {
      Preflight.checked(new Step(direction, script), false);
    } catch (RepositoryException e) {
      faults.add(new Finding(rule, script.location(), e.finding()));
    }
  }
}
