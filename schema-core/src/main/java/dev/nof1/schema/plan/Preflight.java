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
      throw new RepositoryException(
          "Migration %s runs outside a transaction ('-- //@NO_TRANSACTION' in %s), so it cannot be part of a single one. Nothing was run. Run without that option, or only as far as the migration before it."
              .formatted(script.migration(), script.location()));
    }
    if (direction == Direction.DOWN) {
      checkReversible(script, directives);
    }
    int statements = checkStatements(script, direction);
    if (direction == Direction.DOWN && statements == 0) {
      throw new RepositoryException(
          "%s: the undo section of migration %s is empty, so undoing it would only forget it. Nothing was run. Write the statements after '-- //@UNDO' (SELECT 1 if there really is nothing to undo), or '-- //@IRREVERSIBLE reason'."
              .formatted(script.location(), script.migration()));
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
      return Optional.of(withoutStanding(String.valueOf(e.getMessage())));
    }
  }

  /**
   * Shortens a refusal for a check that was not to run anything.
   *
   * @param refusal a message of this class
   * @return the message without the sentence that nothing was run
   */
  public static String withoutStanding(String refusal) {
    return refusal.replace(" Nothing was run.", "");
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
      throw new RepositoryException(
          "%s:%d:%d: %s. Nothing was run."
              .formatted(script.location(), e.line(), e.column(), e.getMessage()),
          e);
    } catch (IOException e) {
      throw new RepositoryException(
          "The script "
              + script.location()
              + " cannot be read: "
              + FileTrouble.reason(e)
              + ". Nothing was run.",
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
                new RepositoryException(
                    "There is no bootstrap.sql among the scripts. Nothing was run. Write one (what was there before the first migration), or go on with 'up'."));
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
      throw new RepositoryException(
          "%s:%d:%d: %s Nothing was run.%s"
              .formatted(
                  script.location(),
                  first.line(),
                  first.column(),
                  Placeholders.undefined(names),
                  Placeholders.define(names)));
    }
  }

  private static void checkReversible(Script script, ScriptDirectives directives) {
    directives
        .irreversible()
        .ifPresent(
            reason -> {
              throw new RepositoryException(
                  "Migration %s cannot be undone: %s (it says so in %s). Nothing was run. To go back further, restore a backup."
                      .formatted(script.migration(), reason, script.location()));
            });
    if (directives.undoLine() == 0) {
      throw new RepositoryException(
          "%s: migration %s has no undo section, so it cannot be undone. Nothing was run. Add a line '-- //@UNDO' and the statements that undo it below, or '-- //@IRREVERSIBLE reason'."
              .formatted(script.location(), script.migration()));
    }
  }

  private static void checkStatement(
      Script script, SqlStatement s, Direction direction, boolean outsideTransaction) {
    if (s.words().isEmpty()) {
      return;
    }
    if (TransactionControl.prepares(s)) {
      refuse(
          script,
          s,
          "PREPARE TRANSACTION is not for a script: a migration and its changelog row are one transaction, which would be taken from it, and outside a transaction there is nothing to prepare. Nothing was run. Prepare it in a session of your own; COMMIT PREPARED and ROLLBACK PREPARED may be in a script with '-- //@NO_TRANSACTION'.");
    }
    if (TransactionControl.isIn(s)) {
      refuse(
          script,
          s,
          outsideTransaction
              ? "%s is not for a script with '-- //@NO_TRANSACTION': each of its statements stands for itself. Nothing was run. Remove the statement, or put what has to be one transaction into a script of its own."
              : "%s is not for a script: a migration and its changelog row are one transaction, begun and ended for it. Nothing was run. Remove the statement; for statements that cannot run in a transaction add '-- //@NO_TRANSACTION'.");
    }
    DriverNeeds.brokenBy(s).ifPresent(why -> refuse(script, s, why.formatted(" Nothing was run.")));
    if (SessionPremise.isBrokenBy(s)) {
      refuse(
          script,
          s,
          "standard_conforming_strings = off would make the server read the strings behind it in another way than they are split here. Nothing was run. Remove the statement, and write strings with backslash escapes as E'…'.");
    }
    if (!outsideTransaction) {
      OutsideOnly.name(s)
          .ifPresent(
              name -> {
                throw new RepositoryException(
                    "%s:%d:%d: %s cannot run in a transaction. Nothing was run. Put it in a script of its own with the line '-- //@NO_TRANSACTION' in its %s section."
                        .formatted(
                            script.location(),
                            s.line(),
                            s.column(),
                            name,
                            direction == Direction.UP ? "up" : "undo"));
              });
    }
    if (TransactionControl.unlocksAll(s)) {
      refuse(
          script,
          s,
          "pg_advisory_unlock_all() would give up the lock that keeps other migrators out. Nothing was run. Give up locks of your own one by one, with pg_advisory_unlock(key).");
    }
    if (TransactionControl.endsSessionLocks(s)) {
      refuse(
          script,
          s,
          "%s ALL would give up the lock that keeps other migrators out. Nothing was run. Remove the statement: settings that a script changes are restored after it.");
    }
  }

  private static void refuse(Script script, SqlStatement s, String why) {
    throw new RepositoryException(
        "%s:%d:%d: ".formatted(script.location(), s.line(), s.column())
            + why.formatted(s.words().get(0)));
  }
}
