package dev.nof1.schema.plan;

import dev.nof1.schema.error.FileTrouble;
import dev.nof1.schema.error.RepositoryException;
import dev.nof1.schema.repository.Direction;
import dev.nof1.schema.repository.Placeholders;
import dev.nof1.schema.repository.Script;
import dev.nof1.schema.repository.ScriptDirectives;
import dev.nof1.schema.sql.DriverNeeds;
import dev.nof1.schema.sql.OutsideOnly;
import dev.nof1.schema.sql.Placeholder;
import dev.nof1.schema.sql.SqlProblemException;
import dev.nof1.schema.sql.SqlReader;
import dev.nof1.schema.sql.SqlStatement;
import dev.nof1.schema.sql.TransactionControl;
import dev.nof1.schema.sql.driver.SessionPremise;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads a script to its end before anything runs, and refuses what could only fail or mislead. */
public final class Preflight {
  private Preflight() {}

  /**
   * Checks all steps of a plan.
   *
   * @param plan bound to the texts that will run
   * @param together whether all steps are to be one transaction
   * @param warnings given what will be wrong later: an undo section that could not run
   * @return the plan, with what the scripts say about its steps
   * @throws RepositoryException if a script cannot be run, with its place and how to fix it
   */
  public static Plan checked(Plan plan, boolean together, Consumer<String> warnings) {
    List<Step> steps = new ArrayList<>();
    for (Step step : plan.steps()) {
      steps.add(checked(step, together));
      if (step.direction() == Direction.UP) {
        // Whoever applies it can still change it; whoever undoes it may be in a hurry.
        undoProblem(step.script())
            .ifPresent(
                why ->
                    warnings.accept(
                        "WARNING: migration %s could not be undone: %s"
                            .formatted(step.migration(), why)));
      }
    }
    return new Plan(plan.before(), steps, plan.skipped());
  }

  /**
   * Checks one step.
   *
   * @param step bound to the text that will run
   * @param together whether it is to be part of a transaction of several steps
   * @return the step, with what its script says about it
   * @throws RepositoryException if the script cannot be run, with its place and how to fix it
   */
  public static Step checked(Step step, boolean together) {
    Script script = step.script();
    Direction direction = step.direction();
    ScriptDirectives directives = script.directives();
    if (together && directives.outsideTransaction(direction)) {
      throw unrun(
          "Migration %s runs outside a transaction ('-- //@NO_TRANSACTION' in %s), so it cannot be part of a single one."
              .formatted(script.migration(), script.location()),
          "Run without that option, or only as far as the migration before it.");
    }
    if (direction == Direction.DOWN) {
      checkReversible(script, directives);
    }
    int statements = checkStatements(script, direction);
    if (direction == Direction.DOWN && statements == 0) {
      throw unrun(
          "%s: the undo section of migration %s is empty, so undoing it would only forget it."
              .formatted(script.location(), script.migration()),
          "Write the statements after '-- //@UNDO' (SELECT 1 if there really is nothing to undo), or '-- //@IRREVERSIBLE reason'.");
    }
    return direction == Direction.UP ? step : new Step(direction, script, directives.lossy());
  }

  /** Place and reason; empty where the section can run, is empty or is not there. */
  private static Optional<String> undoProblem(Script script) {
    ScriptDirectives directives = script.directives();
    if (directives.irreversible().isPresent() || directives.undoLine() == 0) {
      return Optional.empty();
    }
    try {
      checkStatements(script, Direction.DOWN);
      return Optional.empty();
    } catch (RepositoryException e) {
      return Optional.of(e.finding());
    }
  }

  /** Checks each, and counts them. */
  private static int checkStatements(Script script, Direction direction) {
    boolean outsideTransaction = script.directives().outsideTransaction(direction);
    int statements = 0;
    List<Placeholder> undefined = new ArrayList<>();
    try (SqlReader reader = script.open(direction)) {
      for (SqlStatement s = reader.next(); s != null; s = reader.next()) {
        statements++;
        checkStatement(script, s, direction, outsideTransaction);
        undefined.addAll(reader.placeholders());
      }
      refuseUndefined(script, undefined);
      return statements;
    } catch (SqlProblemException e) {
      throw RepositoryException.unrun(
          "%s:%d:%d: %s.".formatted(script.location(), e.line(), e.column(), e.getMessage()),
          "",
          e);
    } catch (IOException e) {
      throw RepositoryException.unrun(
          "The script %s cannot be read: %s.".formatted(script.location(), FileTrouble.reason(e)),
          "",
          e);
    }
  }

  /**
   * Checks the script that is run before the first migration.
   *
   * @param found the script, where there is one
   * @return the step that runs it
   * @throws RepositoryException if there is none, or it cannot be run
   */
  public static Step bootstrap(Optional<Script> found) {
    Script script =
        found.orElseThrow(
            () ->
                unrun(
                    "There is no bootstrap.sql among the scripts.",
                    "Write one (what was there before the first migration), or go on with 'up'."));
    return checked(new Step(Direction.UP, script), false);
  }

  /**
   * Refuses all undefined variables of a script at once, so that its author can define them at
   * once.
   */
  private static void refuseUndefined(Script script, List<Placeholder> undefined) {
    // Whoever runs it defines this one.
    undefined.removeIf(placeholder -> placeholder.name().equals("changelog"));
    if (!undefined.isEmpty()) {
      Placeholder first = undefined.get(0);
      List<String> names = undefined.stream().map(Placeholder::name).distinct().toList();
      throw unrun(
          at(script, first.line(), first.column()) + Placeholders.undefined(names),
          Placeholders.define(names).strip());
    }
  }

  private static void checkReversible(Script script, ScriptDirectives directives) {
    directives
        .irreversible()
        .ifPresent(
            reason -> {
              throw unrun(
                  "Migration %s cannot be undone: %s (it says so in %s)."
                      .formatted(script.migration(), reason, script.location()),
                  "To go back further, restore a backup.");
            });
    if (directives.undoLine() == 0) {
      throw unrun(
          "%s: migration %s has no undo section, so it cannot be undone."
              .formatted(script.location(), script.migration()),
          "Add a line '-- //@UNDO' and the statements that undo it below, or '-- //@IRREVERSIBLE reason'.");
    }
  }

  private static void checkStatement(
      Script script, SqlStatement s, Direction direction, boolean outsideTransaction) {
    if (s.words().isEmpty()) {
      return;
    }
    if (TransactionControl.prepares(s)) {
      throw refused(
          script,
          s,
          "PREPARE TRANSACTION is not for a script: a migration and its changelog row are one transaction, which would be taken from it, and outside a transaction there is nothing to prepare.",
          "Prepare it in a session of your own; COMMIT PREPARED and ROLLBACK PREPARED may be in a script with '-- //@NO_TRANSACTION'.");
    }
    String first = s.words().get(0);
    if (TransactionControl.isIn(s) && outsideTransaction) {
      throw refused(
          script,
          s,
          first
              + " is not for a script with '-- //@NO_TRANSACTION': each of its statements stands for itself.",
          "Remove the statement, or put what has to be one transaction into a script of its own.");
    }
    if (TransactionControl.isIn(s)) {
      throw refused(
          script,
          s,
          first
              + " is not for a script: a migration and its changelog row are one transaction, begun and ended for it.",
          "Remove the statement; for statements that cannot run in a transaction add '-- //@NO_TRANSACTION'.");
    }
    Optional<DriverNeeds.Broken> broken = DriverNeeds.brokenBy(s);
    if (broken.isPresent()) {
      throw refused(script, s, broken.get().what(), broken.get().instead());
    }
    if (SessionPremise.isBrokenBy(s)) {
      throw refused(
          script,
          s,
          "standard_conforming_strings = off would make the server read the strings behind it in another way than they are split here.",
          "Remove the statement, and write strings with backslash escapes as E'…'.");
    }
    Optional<String> outsideOnly = outsideTransaction ? Optional.empty() : OutsideOnly.name(s);
    if (outsideOnly.isPresent()) {
      throw refused(
          script,
          s,
          outsideOnly.get() + " cannot run in a transaction.",
          "Put it in a script of its own with the line '-- //@NO_TRANSACTION' in its %s section."
              .formatted(direction == Direction.UP ? "up" : "undo"));
    }
    if (TransactionControl.unlocksAll(s)) {
      throw refused(
          script,
          s,
          "pg_advisory_unlock_all() would give up the lock that keeps other migrators out.",
          "Give up locks of your own one by one, with pg_advisory_unlock(key).");
    }
    if (TransactionControl.endsSessionLocks(s)) {
      throw refused(
          script,
          s,
          first + " ALL would give up the lock that keeps other migrators out.",
          "Remove the statement: settings that a script changes are restored after it.");
    }
  }

  private static RepositoryException refused(
      Script script, SqlStatement s, String what, String next) {
    return unrun(at(script, s.line(), s.column()) + what, next);
  }

  private static RepositoryException unrun(String what, String next) {
    return RepositoryException.unrun(what, next, null);
  }

  private static String at(Script script, int line, int column) {
    return "%s:%d:%d: ".formatted(script.location(), line, column);
  }
}
